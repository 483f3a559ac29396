ALTER TABLE `emotions` ADD `started_at` datetime(3) NOT NULL;--> statement-breakpoint
ALTER TABLE `sync_records` ADD `deleted_at` datetime(3);--> statement-breakpoint
ALTER TABLE `sync_records` ADD `ahead` json;--> statement-breakpoint
ALTER TABLE `sync_records` ADD `opaque_v` smallint unsigned;--> statement-breakpoint
ALTER TABLE `sync_users` ADD `records` bigint unsigned DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sync_users` ADD `bytes` bigint unsigned DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sync_records` ADD CONSTRAINT `sync_records_deletion` CHECK ((`sync_records`.`deleted_at` is not null) = `sync_records`.`deleted`);--> statement-breakpoint
CREATE INDEX `emotions_history` ON `emotions` (`user_id`,`emotion`,`started_at`,`run_id`);--> statement-breakpoint
CREATE INDEX `runs_history` ON `runs` (`user_id`,`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `sync_records_deleted` ON `sync_records` (`deleted_at`);--> statement-breakpoint
CREATE INDEX `sync_records_opaque` ON `sync_records` (`opaque_v`);
CREATE TABLE `cloud_jobs` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`id` char(36) character set ascii collate ascii_bin NOT NULL,
	`prediction_id` varchar(64) character set ascii collate ascii_bin,
	`state` enum('starting','processing','copying','succeeded','failed','canceled') NOT NULL,
	`fraction` double NOT NULL DEFAULT 0,
	`params` json NOT NULL,
	`seconds` int unsigned NOT NULL,
	`day` varchar(10) character set ascii collate ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`checked_at` datetime(3) NOT NULL,
	`copying_until` datetime(3),
	`asset_sha256` binary(32),
	`error` json,
	CONSTRAINT `cloud_jobs_user_id_id_pk` PRIMARY KEY(`user_id`,`id`),
	CONSTRAINT `cloud_jobs_prediction` UNIQUE(`prediction_id`),
	CONSTRAINT `cloud_jobs_fraction` CHECK(`cloud_jobs`.`fraction` between 0 and 1),
	CONSTRAINT `cloud_jobs_asset` CHECK((`cloud_jobs`.`asset_sha256` is not null) = (`cloud_jobs`.`state` = 'succeeded'))
);
--> statement-breakpoint
ALTER TABLE `cloud_jobs` ADD CONSTRAINT `cloud_jobs_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `cloud_jobs_state` ON `cloud_jobs` (`state`,`checked_at`);
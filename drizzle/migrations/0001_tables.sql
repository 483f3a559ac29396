CREATE TABLE `sign_ins` (
	`id` binary(32) NOT NULL,
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`absolute_expires_at` datetime(3) NOT NULL,
	`last_seen_at` datetime(3) NOT NULL,
	`user_agent` varchar(120) NOT NULL,
	CONSTRAINT `sign_ins_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `user_preferences` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`genres` json NOT NULL,
	`instruments` json NOT NULL,
	`tempo_min` double,
	`tempo_max` double,
	`avoid` json NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `user_preferences_user_id` PRIMARY KEY(`user_id`),
	CONSTRAINT `user_preferences_tempo_min` CHECK(`user_preferences`.`tempo_min` between 40 and 200),
	CONSTRAINT `user_preferences_tempo_max` CHECK(`user_preferences`.`tempo_max` between 40 and 200),
	CONSTRAINT `user_preferences_tempo` CHECK((`user_preferences`.`tempo_min` is null) = (`user_preferences`.`tempo_max` is null) and (`user_preferences`.`tempo_min` is null or `user_preferences`.`tempo_min` <= `user_preferences`.`tempo_max`))
);
--> statement-breakpoint
CREATE TABLE `user_profiles` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`display_name` varchar(80) NOT NULL DEFAULT '',
	`taste` json,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `user_profiles_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` char(36) character set ascii collate ascii_bin NOT NULL,
	`email` varchar(254) character set ascii collate ascii_bin NOT NULL,
	`password_hash` varchar(255) character set ascii collate ascii_bin NOT NULL,
	`role` enum('user','admin') NOT NULL DEFAULT 'user',
	`locale` enum('en','zh') NOT NULL DEFAULT 'en',
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `budgets` (
	`scope` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`period` varchar(24) character set ascii collate ascii_bin NOT NULL,
	`reserved` bigint unsigned NOT NULL DEFAULT 0,
	`spent` bigint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `budgets_scope_period_pk` PRIMARY KEY(`scope`,`period`)
);
--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` varchar(255) character set ascii collate ascii_bin NOT NULL,
	`points` int NOT NULL DEFAULT 0,
	`expire` bigint unsigned,
	CONSTRAINT `rate_limits_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`value` text NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `settings_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `system_logs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`at` datetime(3) NOT NULL,
	`request_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`operation` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`status` enum('ok','refused','failed') NOT NULL,
	`duration_ms` int unsigned NOT NULL,
	`message` varchar(1000) NOT NULL,
	CONSTRAINT `system_logs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `webhook_ids` (
	`id` varchar(128) character set ascii collate ascii_bin NOT NULL,
	`received_at` datetime(3) NOT NULL,
	CONSTRAINT `webhook_ids_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `assets` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`run_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`sha256` binary(32) NOT NULL,
	`bytes` int unsigned NOT NULL,
	`media_type` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `assets_user_id_run_id_sha256_pk` PRIMARY KEY(`user_id`,`run_id`,`sha256`)
);
--> statement-breakpoint
CREATE TABLE `emotions` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`run_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`emotion` enum('angry','disgust','fear','sad','neutral','happy','surprise'),
	`read_emotion` enum('angry','disgust','fear','sad','neutral','happy','surprise'),
	`confidence` double,
	`valence` double,
	`arousal` double,
	CONSTRAINT `emotions_user_id_run_id_pk` PRIMARY KEY(`user_id`,`run_id`),
	CONSTRAINT `emotions_confidence` CHECK(`emotions`.`confidence` between 0 and 1),
	CONSTRAINT `emotions_valence` CHECK(`emotions`.`valence` between -1 and 1),
	CONSTRAINT `emotions_arousal` CHECK(`emotions`.`arousal` between -1 and 1)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`at` datetime(3) NOT NULL,
	`user_id` char(36) character set ascii collate ascii_bin,
	`run_id` char(36) character set ascii collate ascii_bin,
	`agent` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`type` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`payload` json NOT NULL,
	CONSTRAINT `events_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `feedbacks` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`run_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`stars` tinyint,
	`thumb` enum('up','down'),
	`comment` varchar(2000) NOT NULL,
	`valence_before` double,
	`arousal_before` double,
	`valence_after` double,
	`arousal_after` double,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `feedbacks_user_id_run_id_pk` PRIMARY KEY(`user_id`,`run_id`),
	CONSTRAINT `feedbacks_stars` CHECK(`feedbacks`.`stars` between 0 and 5),
	CONSTRAINT `feedbacks_valence_before` CHECK(`feedbacks`.`valence_before` between -1 and 1),
	CONSTRAINT `feedbacks_arousal_before` CHECK(`feedbacks`.`arousal_before` between -1 and 1),
	CONSTRAINT `feedbacks_valence_after` CHECK(`feedbacks`.`valence_after` between -1 and 1),
	CONSTRAINT `feedbacks_arousal_after` CHECK(`feedbacks`.`arousal_after` between -1 and 1)
);
--> statement-breakpoint
CREATE TABLE `generations` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`run_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`engine` enum('composer','musicgen','cloud') NOT NULL,
	`model` varchar(200),
	`author` enum('rules','language-model') NOT NULL,
	`genre` enum('lo-fi','ambient','classical-piano','rnb','pop','cinematic','folk-guitar','electronic','rock','metal','industrial') NOT NULL,
	`prompt` text NOT NULL,
	`duration` double NOT NULL,
	`seed` int unsigned NOT NULL,
	`params` json NOT NULL,
	`measures` json NOT NULL,
	`score` double NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `generations_user_id_run_id_pk` PRIMARY KEY(`user_id`,`run_id`),
	CONSTRAINT `generations_duration` CHECK(`generations`.`duration` between 5 and 120),
	CONSTRAINT `generations_score` CHECK(`generations`.`score` between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`id` char(36) character set ascii collate ascii_bin NOT NULL,
	`source` enum('web','api','cli') NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`intent` enum('soothe','express') NOT NULL,
	`engine` enum('composer','musicgen','cloud') NOT NULL,
	`status` enum('done','failed','cancelled') NOT NULL,
	`latency_ms` int unsigned,
	CONSTRAINT `runs_user_id_id_pk` PRIMARY KEY(`user_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `sync_records` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`id` char(36) character set ascii collate ascii_bin NOT NULL,
	`kind` enum('run','feedback','preferences') NOT NULL,
	`seq` bigint unsigned NOT NULL,
	`deleted` boolean NOT NULL DEFAULT false,
	`ver_t` bigint NOT NULL,
	`ver_client` char(36) character set ascii collate ascii_bin NOT NULL,
	`schema_v` smallint unsigned NOT NULL,
	`body_hash` binary(32),
	`body` mediumtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `sync_records_user_id_id_kind_pk` PRIMARY KEY(`user_id`,`id`,`kind`),
	CONSTRAINT `sync_records_seq` UNIQUE(`user_id`,`seq`),
	CONSTRAINT `sync_records_counted` CHECK(`sync_records`.`seq` > 0),
	CONSTRAINT `sync_records_body` CHECK((`sync_records`.`body` is null) = `sync_records`.`deleted` and (`sync_records`.`body_hash` is null) = `sync_records`.`deleted`)
);
--> statement-breakpoint
CREATE TABLE `sync_users` (
	`user_id` char(36) character set ascii collate ascii_bin NOT NULL,
	`epoch` char(36) character set ascii collate ascii_bin NOT NULL,
	`seq` bigint unsigned NOT NULL DEFAULT 0,
	`min_seq` bigint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `sync_users_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
ALTER TABLE `sign_ins` ADD CONSTRAINT `sign_ins_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `user_preferences` ADD CONSTRAINT `user_preferences_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `user_profiles` ADD CONSTRAINT `user_profiles_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `assets` ADD CONSTRAINT `assets_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `emotions` ADD CONSTRAINT `emotions_run` FOREIGN KEY (`user_id`,`run_id`) REFERENCES `runs`(`user_id`,`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `events` ADD CONSTRAINT `events_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `feedbacks` ADD CONSTRAINT `feedbacks_run` FOREIGN KEY (`user_id`,`run_id`) REFERENCES `runs`(`user_id`,`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `generations` ADD CONSTRAINT `generations_run` FOREIGN KEY (`user_id`,`run_id`) REFERENCES `runs`(`user_id`,`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `runs` ADD CONSTRAINT `runs_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `sign_ins_user` ON `sign_ins` (`user_id`);--> statement-breakpoint
CREATE INDEX `sign_ins_expiry` ON `sign_ins` (`expires_at`);--> statement-breakpoint
CREATE INDEX `rate_limits_expire` ON `rate_limits` (`expire`);--> statement-breakpoint
CREATE INDEX `system_logs_at` ON `system_logs` (`at`);--> statement-breakpoint
CREATE INDEX `system_logs_request` ON `system_logs` (`request_id`);--> statement-breakpoint
CREATE INDEX `system_logs_operation` ON `system_logs` (`operation`);--> statement-breakpoint
CREATE INDEX `system_logs_status` ON `system_logs` (`status`);--> statement-breakpoint
CREATE INDEX `webhook_ids_received` ON `webhook_ids` (`received_at`);--> statement-breakpoint
CREATE INDEX `events_at` ON `events` (`at`);--> statement-breakpoint
CREATE INDEX `events_user` ON `events` (`user_id`);--> statement-breakpoint
CREATE INDEX `runs_started` ON `runs` (`started_at`);
DROP INDEX `system_logs_operation` ON `system_logs`;--> statement-breakpoint
DROP INDEX `system_logs_status` ON `system_logs`;--> statement-breakpoint
CREATE INDEX `users_created` ON `users` (`created_at`);--> statement-breakpoint
CREATE INDEX `feedbacks_updated` ON `feedbacks` (`updated_at`);--> statement-breakpoint
CREATE INDEX `runs_counted` ON `runs` (`started_at`,`engine`,`status`,`latency_ms`);--> statement-breakpoint
CREATE INDEX `system_logs_operation` ON `system_logs` (`operation`,`at`);--> statement-breakpoint
CREATE INDEX `system_logs_status` ON `system_logs` (`status`,`at`);
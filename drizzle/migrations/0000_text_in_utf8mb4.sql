-- MariaDB's default is latin1, and the collation of MySQL is one that MariaDB doesn't know.
ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

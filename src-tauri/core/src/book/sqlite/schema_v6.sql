-- When a code was first on screen, in milliseconds; NULL where it never was, or was before this version.
ALTER TABLE orders ADD COLUMN shown_at INTEGER;
-- The order whose answer was lost, and in whose place a person ordered once more.
ALTER TABLE orders ADD COLUMN instead_of INTEGER;
CREATE INDEX orders_instead_of ON orders (instead_of) WHERE instead_of IS NOT NULL;

-- 1 where the service was seen to have sold something else, or to somebody else; 0 where it was not; NULL while nobody has
-- compared it.
ALTER TABLE orders ADD COLUMN not_as_sold INTEGER;

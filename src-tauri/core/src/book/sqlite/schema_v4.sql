-- What an order asked for: NULL for a new eSIM, `top_up` for one more plan on the SIM that `iccid` names from the beginning.
ALTER TABLE orders ADD COLUMN kind TEXT;
-- When the service gave the money back, in milliseconds; NULL where it did not.
ALTER TABLE orders ADD COLUMN refunded_at INTEGER;

-- A SIM has one new eSIM, and any number of top-ups. What is sold once is the subscription.
DROP INDEX orders_iccid;
CREATE UNIQUE INDEX orders_iccid ON orders (account, iccid) WHERE iccid IS NOT NULL AND kind IS NULL;
CREATE INDEX orders_of_sim ON orders (account, iccid) WHERE iccid IS NOT NULL;
CREATE INDEX orders_refunded_at ON orders (refunded_at) WHERE refunded_at IS NOT NULL;

-- What the book knows of itself: its random id, the check value of its keys, the highest order number ever given.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A person's verdict on an order, by its stored name; NULL where there is none. Settled orders of before had it as a word in
-- their timeline only: "sorted out" said that it was bought, and not whether it was handed over.
ALTER TABLE orders ADD COLUMN verdict TEXT;
UPDATE orders SET verdict = CASE (
    SELECT detail FROM moments
    WHERE order_key = orders.key AND state = 'settled' AND detail IN ('not bought', 'sorted out')
    ORDER BY step DESC LIMIT 1
  ) WHEN 'not bought' THEN 'not_bought' ELSE 'not_known' END
WHERE state = 'settled' AND verdict IS NULL;

-- What a guest chose for their half of the hand-over, by the page's own names; NULL until they choose. In clear, because it
-- names nobody; it goes when the customer is forgotten.
ALTER TABLE orders ADD COLUMN guest_language TEXT;
ALTER TABLE orders ADD COLUMN guest_phone TEXT;

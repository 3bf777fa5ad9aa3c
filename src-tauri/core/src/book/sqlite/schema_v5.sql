-- Several eSIMs for which a person pressed once. They are here, as a whole, before the first request leaves.
CREATE TABLE guest_groups (
  key INTEGER PRIMARY KEY,
  -- Which key seals the lines: `2026-11`.
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- Made for that press: a second one is the same group.
  reference TEXT NOT NULL UNIQUE,
  staff TEXT
) STRICT;

CREATE TABLE guest_lines (
  group_key INTEGER NOT NULL REFERENCES guest_groups (key),
  line INTEGER NOT NULL,
  state TEXT NOT NULL,
  -- Guest, address, plan and all that is known of the line; NULL once the month is forgotten.
  text BLOB,
  PRIMARY KEY (group_key, line)
) STRICT, WITHOUT ROWID;

-- The line that an order was placed for. It stands with the order, so that neither is ever known without the other.
ALTER TABLE orders ADD COLUMN group_key INTEGER;
ALTER TABLE orders ADD COLUMN group_line INTEGER;
CREATE INDEX orders_of_group ON orders (group_key, group_line) WHERE group_key IS NOT NULL;

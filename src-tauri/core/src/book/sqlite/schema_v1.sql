-- Bookkeeping, in clear (rulings 23). Times are milliseconds since 1970, UTC. Amounts are decimal texts.
CREATE TABLE orders (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Which key seals the fields of this order: `2026-11`.
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  -- JSON of the plan as sold.
  plan TEXT NOT NULL,
  reference TEXT NOT NULL,
  -- JSON list of subscription ids; NULL where the look before sending failed.
  already_there TEXT,
  order_id TEXT,
  iccid TEXT,
  subscription_id TEXT,
  staff TEXT,
  settled_by TEXT,
  guest_amount TEXT,
  guest_currency TEXT,
  note TEXT,
  -- The other order that claims the same eSIM.
  rival INTEGER REFERENCES orders (key)
) STRICT;

CREATE UNIQUE INDEX orders_order_id ON orders (account, order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX orders_iccid ON orders (account, iccid) WHERE iccid IS NOT NULL;
CREATE UNIQUE INDEX orders_subscription ON orders (account, subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX orders_state ON orders (state);
CREATE INDEX orders_created_at ON orders (created_at);
CREATE INDEX orders_month ON orders (month);

-- What tells a person or is a credential. In a table of its own: lists never touch it, and forgetting empties it.
CREATE TABLE sealed (
  order_key INTEGER PRIMARY KEY REFERENCES orders (key),
  customer BLOB,
  body BLOB,
  code BLOB,
  voucher BLOB,
  words BLOB
) STRICT;

CREATE TABLE moments (
  order_key INTEGER NOT NULL REFERENCES orders (key),
  step INTEGER NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  detail TEXT,
  PRIMARY KEY (order_key, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (
  month TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A book of version 6, as the program wrote it (sealed under a key of 32 times the byte 7).
-- The schema is written out here on purpose: what version 6 was must not follow later edits.
PRAGMA journal_mode = WAL;
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
  rival INTEGER REFERENCES orders (key), guest_language TEXT, guest_phone TEXT, verdict TEXT
) STRICT;
CREATE UNIQUE INDEX orders_order_id ON orders (account, order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX orders_iccid ON orders (account, iccid) WHERE iccid IS NOT NULL;
CREATE UNIQUE INDEX orders_subscription ON orders (account, subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX orders_state ON orders (state);
CREATE INDEX orders_created_at ON orders (created_at);
CREATE INDEX orders_month ON orders (month);
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
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('book', '8d0f3c5a9b7e4f1d82c6a1b05e9d7c34');
INSERT INTO meta (name, value) VALUES ('highest_number', '4');
INSERT INTO orders (key, month, account, created_at, state, plan, reference, already_there, order_id, iccid, subscription_id, staff, settled_by, guest_amount, guest_currency, note, rival, guest_language, guest_phone)
VALUES (1, '2026-11', 'https://connect.example hotel-desk', 1795514400000, 'ready', '{"product_id":"plan-1","name":"Europe 5 GB","footprint":"EU","data":["5","GB"],"duration":[30,"days"],"price":["12.50","EUR"]}', '5f0c6f4e-0000-4000-8000-000000000001', '["sub-old"]', 'order-1', '8944470000000000001', 'sub-1', 'Kim', NULL, '15.00', 'EUR', 'room 12', NULL, 'pl', 'samsung');
INSERT INTO sealed (order_key, customer, body, code, voucher, words)
VALUES (1, x'01d2e5d2bca376474307c68b07c813ce4e9a282e3e2e4ea75e9e9e027c2b4e708bf6bcd71babfc536529a4d96909c88c438f9f783b7415590c47922836732585ebcb77a47fcae2955d0d578437a46d4ec496deb1c0db3e70542dcc1dbc51733659064332da030b74c8de9990963928805e6ebe7e3bd1377b883ddef08bb914026bea1c2a249c3900c07b62fe429a35d252dedee89580290de2791ffb082d2d4d76c8e3a61fb57ab751', x'0140ecd2b3c2fda49e67f83ad7f1f19c5a5d8697563d69617f5d10d1555bc1245b722c9f7da4e6b8dea6bad31ba80b228aee89199c906f1afaa926f309b39e3cb78e91dea139e261c9df69c4ab4ad694d433fafd1717', x'0134382f827412691f0c3904b5a1645f548c3d18bb625cfd08988521be478f4dbc5f69923000ee889f96b1338f6b47b5db3a763eb5944daab02777b7495b01fdb8', NULL, NULL);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (1, 1, 1795514400000, 'sending', NULL);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (1, 2, 1795514400000, 'ready', NULL);
INSERT INTO orders (key, month, account, created_at, state, plan, reference, settled_by, verdict)
VALUES (2, '2026-11', 'https://connect.example hotel-desk', 1795514400000, 'settled', '{"product_id":"plan-1","name":"Europe 5 GB","footprint":"EU","data":["5","GB"],"duration":[30,"days"],"price":["12.50","EUR"]}', '5f0c6f4e-0000-4000-8000-000000000002', 'Kim', 'refunded');
INSERT INTO sealed (order_key) VALUES (2);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (2, 1, 1795514400000, 'sending', NULL);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (2, 2, 1795514400000, 'settled', 'refunded');
ALTER TABLE orders ADD COLUMN kind TEXT;
ALTER TABLE orders ADD COLUMN refunded_at INTEGER;
DROP INDEX orders_iccid;
CREATE UNIQUE INDEX orders_iccid ON orders (account, iccid) WHERE iccid IS NOT NULL AND kind IS NULL;
CREATE INDEX orders_of_sim ON orders (account, iccid) WHERE iccid IS NOT NULL;
CREATE INDEX orders_refunded_at ON orders (refunded_at) WHERE refunded_at IS NOT NULL;
INSERT INTO orders (key, month, account, created_at, state, plan, reference, order_id, iccid, subscription_id, kind)
SELECT 3, month, account, created_at, 'added', plan, 'r-3', 'o-3', iccid, 's-3', 'top_up' FROM orders WHERE key = 1;
INSERT INTO sealed (order_key) VALUES (3);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (3, 1, 1795514400000, 'sending', NULL), (3, 2, 1795514400000, 'added', NULL);
INSERT INTO orders (key, month, account, created_at, state, plan, reference, order_id, iccid, subscription_id, refunded_at)
SELECT 4, month, account, created_at, 'refunded', plan, 'r-4', 'o-4', '8944000000000000004', 's-4', 1795514460000 FROM orders WHERE key = 1;
INSERT INTO sealed (order_key) VALUES (4);
INSERT INTO moments (order_key, step, at, state, detail)
VALUES (4, 1, 1795514400000, 'sending', NULL), (4, 2, 1795514400000, 'ready', NULL),
       (4, 3, 1795514460000, 'cancelling', NULL), (4, 4, 1795514460000, 'refunded', NULL);
CREATE TABLE guest_groups (
  key INTEGER PRIMARY KEY,
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  staff TEXT
) STRICT;
CREATE TABLE guest_lines (
  group_key INTEGER NOT NULL REFERENCES guest_groups (key),
  line INTEGER NOT NULL,
  state TEXT NOT NULL,
  text BLOB,
  PRIMARY KEY (group_key, line)
) STRICT, WITHOUT ROWID;
ALTER TABLE orders ADD COLUMN group_key INTEGER;
ALTER TABLE orders ADD COLUMN group_line INTEGER;
CREATE INDEX orders_of_group ON orders (group_key, group_line) WHERE group_key IS NOT NULL;
INSERT INTO guest_groups (key, month, account, created_at, reference, staff)
VALUES (1, '2026-11', 'https://connect.example hotel-desk', 1795514400000, 'g-1', 'Mia');
INSERT INTO guest_lines (group_key, line, state, text)
VALUES (1, 2, 'ordered', x'02f39d4b4ae429eb98cf29279186e546b779b3533030c330823809727219a79c297f3b25c7312867a698b35b3392a2aae558e76bf96a3bd0f2aff55f057c5cc6070e346deaad040600c276a6ceebcfec59c9914399d718ba41603baf99');
UPDATE orders SET group_key = 1, group_line = 2 WHERE key = 1;
ALTER TABLE orders ADD COLUMN shown_at INTEGER;
ALTER TABLE orders ADD COLUMN instead_of INTEGER;
CREATE INDEX orders_instead_of ON orders (instead_of) WHERE instead_of IS NOT NULL;
UPDATE orders SET shown_at = 1795514460000 WHERE key = 1;
ALTER TABLE orders ADD COLUMN not_as_sold INTEGER;
UPDATE orders SET not_as_sold = 1 WHERE key = 1;
PRAGMA user_version = 7;

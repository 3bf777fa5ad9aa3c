//! Looking at orders until they are completed: how often, without a connection, and what an answer must say.

mod following;
mod many;
mod offline;
mod slow;
mod wrong_answers;

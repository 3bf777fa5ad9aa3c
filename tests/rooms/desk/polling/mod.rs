//! Looking at orders until they are completed: how often, without a connection, and what an answer must say.

mod failed;
mod made_up;
mod many;
mod offline;
mod slow;
mod to_the_end;
mod wrong_answers;

//! How often a code is read off a screen: pictures of the same install codes, as several encoders make them, in front of
//! the same simulated camera, given to the same readers.
//!
//! ```text
//! codes ──► grid ◄── others      install codes, and their pictures by other encoders
//! camera ◄── chance, severity    what a phone would see of one of them, and how bad a shot can be
//! readers                        who tries to read that
//! trial ──► tally                all of it, shot by shot, and what it comes to
//! ```
//!
//! Every encoder's picture meets the very same camera: the same place on the screen, pose, blur, noise and glare. So
//! two encoders are compared shot by shot, and what differs comes from their pictures. Everything is drawn from a fixed
//! seed. Our own pictures are made in `main`, by the room of the program that makes them for the window.
//!
//! Not here: real phones. A phone tries again with each frame; here each shot is one frame.

pub mod camera;
pub mod chance;
pub mod codes;
pub mod grid;
pub mod others;
pub mod readers;
pub mod severity;
pub mod tally;
pub mod trial;

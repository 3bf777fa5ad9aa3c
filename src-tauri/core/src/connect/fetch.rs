//! A file that is not the service's, read by its address: over https only, with neither token nor name nor any header of
//! ours, without following anybody anywhere, and never more of it than was said.
//!
//! Not here: what is in the file, and whether to believe it (`release`).

use std::io;
use std::time::Duration;

use reqwest::{Client, Response, retry};
use url::Url;

use super::error::ClientError;
use super::network::Network;
use super::service_url::is_loopback;
use super::transport::way_out;

/// From the beginning to the last byte of what is small.
const SMALL_TIMEOUT: Duration = Duration::from_secs(30);
/// Between two pieces of what is large.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(60);
/// For the whole of it, over a hotel's line.
const LARGE_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// The way to one address, and no other.
pub struct Fetcher {
    http: Client,
}

/// Why a file is not there.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nobody answered, or the answer broke off where nobody can tell how long it was to be.
    #[error("nobody can be reached there")]
    NotReached,
    /// An answer that is not the file.
    #[error("the answer there was {0}")]
    Status(u16),
    #[error("the answer pointed to another address, which is not followed")]
    Redirected,
    #[error("there is more of it than there may be")]
    TooLarge,
    /// There is less of it than was said.
    #[error("it broke off")]
    Cut,
    /// Whoever wanted it could not take it.
    #[error("it could not be kept: {0}")]
    NotTaken(#[from] io::Error),
}

impl Fetcher {
    /// Makes ready for what lies at `address`; nothing is sent.
    ///
    /// # Errors
    /// [`ClientError`], when the way cannot work.
    pub fn new(address: &Url, network: &Network) -> Result<Self, ClientError> {
        let http = way_out(is_loopback(address), network)?
            .https_only(true)
            .retry(retry::never())
            // Unpacked it could be any size.
            .gzip(false)
            .build();
        let http = http.map_err(|_| ClientError::NoTrustStore)?;
        Ok(Self { http })
    }

    /// The whole of what is small: at most so many bytes.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn small(&self, address: Url, most: usize) -> Result<Vec<u8>, FetchError> {
        let mut answer = self.ask(address, SMALL_TIMEOUT).await?;
        let mut read = Vec::new();
        while let Some(piece) = piece(&mut answer).await? {
            if read.len() + piece.len() > most {
                return Err(FetchError::TooLarge);
            }
            read.extend_from_slice(&piece);
        }
        Ok(read)
    }

    /// What is large, piece by piece as it comes: exactly so many bytes.
    ///
    /// # Errors
    /// [`FetchError`]; what was taken until then is of no use.
    pub async fn large(
        &self,
        address: Url,
        exactly: u64,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), FetchError> {
        let mut answer = self.ask(address, LARGE_TIMEOUT).await?;
        if answer.content_length().is_some_and(|said| said > exactly) {
            return Err(FetchError::TooLarge);
        }
        let mut missing = exactly;
        loop {
            let next = tokio::time::timeout(SILENCE_TIMEOUT, piece(&mut answer)).await;
            let Some(piece) = next.map_err(|_| FetchError::Cut)?? else {
                break;
            };
            missing = missing
                .checked_sub(piece.len() as u64)
                .ok_or(FetchError::TooLarge)?;
            take(&piece)?;
        }
        if missing > 0 {
            return Err(FetchError::Cut);
        }
        Ok(())
    }

    async fn ask(&self, address: Url, patience: Duration) -> Result<Response, FetchError> {
        let asked = self.http.get(address).timeout(patience).send().await;
        let answer = asked.map_err(|_| FetchError::NotReached)?;
        let status = answer.status();
        if status.is_redirection() {
            return Err(FetchError::Redirected);
        }
        // A part of a file, or nothing, is not the file.
        if status.as_u16() != 200 {
            return Err(FetchError::Status(status.as_u16()));
        }
        Ok(answer)
    }
}

/// The next piece, or the end.
async fn piece(answer: &mut Response) -> Result<Option<Vec<u8>>, FetchError> {
    let piece = answer.chunk().await.map_err(|_| FetchError::Cut)?;
    Ok(piece.map(|piece| piece.to_vec()))
}

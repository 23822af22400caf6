//! The one call a webhook makes, to this machine and nowhere else.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest status line that is read, in bytes.
const LONGEST_LINE: usize = 1024;

/// A receiver on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    address: SocketAddr,
    host: String,
    path: String,
}

impl Target {
    /// Reads `http://127.0.0.1:4000/path`; `None` for anything that is not plain HTTP to this machine.
    pub(super) fn read(url: &str) -> Option<Self> {
        if url.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return None;
        }
        let rest = url.strip_prefix("http://")?;
        let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
        let with_port =
            if host.ends_with(']') || !host.contains(':') { format!("{host}:80") } else { host.to_owned() };
        let numeric = with_port.replacen("localhost:", "127.0.0.1:", 1);
        let address: SocketAddr = numeric.parse().ok()?;
        let here = match address.ip() {
            IpAddr::V4(ip) => ip.is_loopback(),
            IpAddr::V6(ip) => ip.is_loopback(),
        };
        here.then(|| Self { address, host: host.to_owned(), path: path.to_owned() })
    }

    /// Makes one call and answers its HTTP status.
    ///
    /// # Errors
    /// If nobody listens, the connection breaks, or no status comes within five seconds.
    pub(super) async fn call(&self, method: &str, content_type: &str, body: &str) -> io::Result<u16> {
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, "the receiver took too long");
        tokio::time::timeout(PATIENCE, self.talk(method, content_type, body)).await.map_err(late)?
    }

    async fn talk(&self, method: &str, content_type: &str, body: &str) -> io::Result<u16> {
        let stream = TcpStream::connect(self.address).await?;
        let (path, host, length) = (&self.path, &self.host, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nUser-Agent: Brightpearl\r\n\
             Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        write_all(&stream, head.as_bytes()).await?;
        let line = first_line(&stream).await?;
        status(&line).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the receiver speaks no HTTP"))
    }
}

async fn write_all(stream: &TcpStream, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads until the first line is complete, the stream ends or the line is too long.
async fn first_line(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let mut read = Vec::with_capacity(LONGEST_LINE);
    while !read.contains(&b'\n') && read.len() < LONGEST_LINE {
        stream.readable().await?;
        match stream.try_read_buf(&mut read) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// The status of `HTTP/1.1 204 No Content`.
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|byte| *byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_whitespace();
    words.next().filter(|word| word.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_ever_called() {
        for here in ["http://127.0.0.1:4000/hook/x", "http://localhost:4000", "http://[::1]:4000/a"] {
            assert!(Target::read(here).is_some(), "{here}");
        }
        for elsewhere in [
            "https://127.0.0.1/a",
            "http://192.168.1.4/a",
            "http://hooks.example.test/a",
            "http://127.0.0.1.example.test/a",
            "http://user@127.0.0.1:1/a",
            "http://127.0.0.1:1/a b",
            "http://127.0.0.1:1/\r\nX: 1",
        ] {
            assert_eq!(Target::read(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn the_status_is_read_from_the_first_line() {
        assert_eq!(status(b"HTTP/1.1 204 No Content\r\nA: b"), Some(204));
        assert_eq!(status(b"hello"), None);
    }
}

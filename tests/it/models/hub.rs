//! A model hub on this computer: answers as it is told to, keeps what it was asked, ends by itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// No test waits longer than this for a request, nor a connection for its client.
const LIMIT: Duration = Duration::from_secs(20);

/// How the hub answers one request.
#[derive(Clone)]
pub(crate) enum Answer {
    /// 200 and all of it, whatever was asked for.
    Whole(Vec<u8>),
    /// As asked: 206 with the rest when a range is named, else 200.
    Ranged(Vec<u8>),
    /// As `Ranged`, and the connection breaks after that many bytes of the body.
    Cut(Vec<u8>, usize),
    /// As `Cut`, but the connection stays open and silent.
    Stalled(Vec<u8>, usize),
    /// All of it in chunks, its length not announced.
    Chunked(Vec<u8>),
    /// Go to that path instead.
    Redirect(&'static str),
    /// Nothing but a status, such as `404 Not Found`.
    Status(&'static str),
}

/// One request as it came: its first line and its headers, in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<String>,
}

impl Request {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A hub that gives these answers, one a connection, and then is gone.
pub(crate) struct TestHub {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl TestHub {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, answers) = (Arc::clone(&requests), answers.into_iter().collect::<Vec<_>>());
        thread::spawn(move || {
            for answer in answers {
                let Some(mut stream) = accept(&listener) else { return };
                if let Some(request) = read_request(&stream) {
                    kept.lock().unwrap().push(request.clone());
                    // A client that leaves early is what some tests are about.
                    let _ = give(&mut stream, &request, answer);
                }
            }
        });
        Self { base, requests }
    }

    /// What it was asked, in order.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn accept(listener: &TcpListener) -> Option<TcpStream> {
    let begun = Instant::now();
    while begun.elapsed() < LIMIT {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(false).unwrap();
            stream.set_read_timeout(Some(LIMIT)).unwrap();
            return Some(stream);
        }
        thread::sleep(Duration::from_millis(2));
    }
    None
}

fn read_request(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    Some(Request { path, headers: lines.map(|line| line.to_lowercase()).collect() })
}

fn give(stream: &mut TcpStream, request: &Request, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Whole(content) => {
            head(stream, "200 OK", &format!("Content-Length: {}\r\n", content.len()))?;
            stream.write_all(&content)
        }
        Answer::Ranged(content) => {
            let length = content.len();
            ranged(stream, request, &content, length)
        }
        Answer::Cut(content, after) => ranged(stream, request, &content, after),
        Answer::Stalled(content, after) => {
            ranged(stream, request, &content, after)?;
            stream.read_to_end(&mut Vec::new()).map(drop)
        }
        Answer::Chunked(content) => {
            head(stream, "200 OK", "Transfer-Encoding: chunked\r\n")?;
            for chunk in content.chunks(10_000) {
                write!(stream, "{:x}\r\n", chunk.len())?;
                stream.write_all(chunk)?;
                stream.write_all(b"\r\n")?;
            }
            stream.write_all(b"0\r\n\r\n")
        }
        Answer::Redirect(path) => head(stream, "302 Found", &format!("Location: {path}\r\nContent-Length: 0\r\n")),
        Answer::Status(status) => head(stream, status, "Content-Length: 0\r\n"),
    }
}

/// The part that was asked for is announced, and its first `most` bytes are sent.
fn ranged(stream: &mut TcpStream, request: &Request, content: &[u8], most: usize) -> std::io::Result<()> {
    let range = request.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
    let from: usize = range.map_or(0, |from| from.parse().unwrap());
    let rest = content.get(from..).unwrap_or_default();
    let length = format!("Content-Length: {}\r\n", rest.len());
    match range {
        Some(_) if rest.is_empty() => return head(stream, "416 Range Not Satisfiable", "Content-Length: 0\r\n"),
        Some(_) => {
            let place = format!("Content-Range: bytes {from}-{}/{}\r\n", content.len() - 1, content.len());
            head(stream, "206 Partial Content", &(length + &place))?;
        }
        None => head(stream, "200 OK", &length)?,
    }
    stream.write_all(rest.get(..most).unwrap_or(rest))
}

fn head(stream: &mut TcpStream, status: &str, headers: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n")
}

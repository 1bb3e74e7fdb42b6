//! Fetching a model from its hub: the only place in the program that opens a connection.

use std::fs::TryLockError;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy};

use crate::models::disk::{DiskError, Part};
use crate::models::manifest::{Model, ModelFile, Size, Source};
use crate::models::verify::{self, Fault};
use crate::severity::{Severe, Severity};

/// Names another place for the models, such as a mirror inside a municipality; below it lie
/// `{repository}/resolve/{revision}/{file}` as on the hub itself.
pub const HUB_VARIABLE: &str = "GENSVAR_HUB";

/// Where models are fetched unless [`HUB_VARIABLE`] says otherwise.
const HUB: &str = "https://huggingface.co";

/// Names a PEM file with the certificates to trust: networks that look into encrypted traffic
/// have their own. The name is OpenSSL's, and so already set where that is needed.
const CERTIFICATES_VARIABLE: &str = "SSL_CERT_FILE";

/// The variables that may name a proxy, in the order in which `ureq` reads them.
const PROXY_VARIABLES: [&str; 6] = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many redirects are followed; the hub itself needs one or two.
const REDIRECTS: u32 = 5;

/// How many times in a row a connection that breaks is taken up again by itself.
const ATTEMPTS: u32 = 5;

/// How much is read at a time.
const BLOCK: usize = 1 << 17;

/// A model could not be fetched. What has arrived is kept, unless the message says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// It ships with the program.
    #[error("the model `{name}` ships with gensvar and is nowhere else: unpack the program again")]
    Bundled {
        /// Its name in the manifest.
        name: String,
    },
    /// Another program is at it.
    #[error("another gensvar is fetching into {folder}: wait until it is done")]
    Busy {
        /// The model's folder.
        folder: PathBuf,
    },
    /// A variable names a proxy that is none. Its value may hold a password and is not shown.
    #[error("{variable} does not name a proxy: write http://HOST:PORT or socks5://HOST:PORT")]
    BadProxy {
        /// Which variable.
        variable: &'static str,
    },
    /// The certificates cannot be used.
    #[error("{CERTIFICATES_VARIABLE} must name a PEM file with certificates: {reason}")]
    BadCertificates {
        /// What is wrong.
        reason: String,
    },
    /// There is no connection, or no answer.
    #[error(
        "no answer from {url} ({reason}); if this network needs a proxy, name it in HTTPS_PROXY, and if it has certificates of its own, their file in {CERTIFICATES_VARIABLE}; or fetch that address on another computer and run `gensvar models import FILE`"
    )]
    NoAnswer {
        /// What was asked for.
        url: String,
        /// What the network says.
        reason: String,
    },
    /// The server says no.
    #[error("{url} answered {status}: {}", advice(*status))]
    Refused {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// Something else came: most often the log-in page of a network.
    #[error(
        "{url} gave {found} bytes where the model has {expected}: perhaps the log-in page of this network; open the address in a browser"
    )]
    NotTheFile {
        /// What was asked for.
        url: String,
        /// How many bytes should have come.
        expected: u64,
        /// How many were announced or came.
        found: u64,
    },
    /// The connection broke or fell silent.
    #[error(
        "the connection broke after {have} of {total} of {file} ({reason}); run the same command again, it goes on from there"
    )]
    CutOff {
        /// The file.
        file: String,
        /// What has arrived in all.
        have: Size,
        /// Its length.
        total: Size,
        /// What the network says.
        reason: String,
    },
    /// All of it arrived, and it is not the model.
    #[error(
        "what came from {url} is not the model and was removed ({fault}); run the command again, and if it fails again fetch the address in a browser and run `gensvar models import FILE`"
    )]
    WrongContent {
        /// What was asked for.
        url: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The disk does not take it.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl Severe for PullError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// What to do about an HTTP status.
fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => "this network or server does not let the computer in; ask its administrator",
        404 | 410 => "the model is not there; if GENSVAR_HUB names a mirror, it lacks this model",
        _ => "the server is out of order or busy; try again later",
    }
}

/// How far a file has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The file.
    pub file: &'a str,
    /// What has arrived.
    pub done: Size,
    /// Its length.
    pub total: Size,
}

/// A place that models are fetched from, and the way to it.
pub struct Hub {
    base: String,
    agent: Agent,
}

impl Hub {
    /// The hub, the proxy and the certificates that the environment names.
    ///
    /// # Errors
    /// [`PullError::BadProxy`], [`PullError::BadCertificates`].
    pub fn from_environment() -> Result<Self, PullError> {
        let base = std::env::var(HUB_VARIABLE).unwrap_or_else(|_| HUB.to_owned());
        Ok(Self::new(&base, PATIENCE, proxy()?, certificates()?))
    }

    /// A hub that is reached directly and may be silent for `patience`.
    pub fn at(base: &str, patience: Duration) -> Self {
        Self::new(base, patience, None, RootCerts::WebPki)
    }

    /// Where it is.
    pub fn base(&self) -> &str {
        &self.base
    }

    fn new(base: &str, patience: Duration, proxy: Option<Proxy>, roots: RootCerts) -> Self {
        let agent = Agent::config_builder()
            .user_agent(concat!("gensvar/", env!("CARGO_PKG_VERSION")))
            // A packed answer has another length, and a part of it cannot be asked for.
            .accept_encoding("identity")
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .timeout_connect(Some(patience))
            .timeout_recv_response(Some(patience))
            .timeout_per_read(Some(patience))
            .build()
            .new_agent();
        Self { base: base.trim_end_matches('/').to_owned(), agent }
    }
}

/// Where `file` of a model lies below `base`.
fn address(base: &str, source: &Source, file: &str) -> String {
    let Source { repository, revision } = source;
    format!("{base}/{repository}/resolve/{revision}/{file}")
}

/// Where the file can be fetched with a browser; `None` when it ships with the program.
pub fn public_address(model: &Model, file: &ModelFile) -> Option<String> {
    model.hub.as_ref().map(|source| address(HUB, source, &file.name))
}

/// The proxy that the environment names; `NO_PROXY` is respected.
fn proxy() -> Result<Option<Proxy>, PullError> {
    for variable in PROXY_VARIABLES {
        // `try_from_env` passes over what it cannot read: the user would wonder why.
        if std::env::var(variable).is_ok_and(|value| !value.is_empty() && Proxy::new(&value).is_err()) {
            return Err(PullError::BadProxy { variable });
        }
    }
    Ok(Proxy::try_from_env())
}

/// The certificates to trust.
fn certificates() -> Result<RootCerts, PullError> {
    let Some(path) = std::env::var_os(CERTIFICATES_VARIABLE) else { return Ok(RootCerts::WebPki) };
    let bad = |reason: String| PullError::BadCertificates { reason };
    let pem = fs_err::read(PathBuf::from(path)).map_err(|e| bad(e.to_string()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|e| bad(e.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        Err(bad("it has none".to_owned()))
    } else {
        Ok(RootCerts::new_with_certs(&certificates))
    }
}

/// Fetches what is missing or damaged of `model` into its folder in `home`, and returns that
/// folder. Whatever stands there under a final name is whole.
///
/// # Errors
/// What went wrong, with the remedy.
pub fn pull(
    model: &Model,
    home: &Path,
    hub: &Hub,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<PathBuf, PullError> {
    let Some(source) = &model.hub else { return Err(PullError::Bundled { name: model.name.clone() }) };
    let folder = home.join(&model.name);
    fs_err::create_dir_all(&folder).map_err(DiskError::from)?;
    let _lock = lock(&folder)?;
    for file in &model.files {
        if verify::check(&folder.join(&file.name), file).is_err() {
            let url = address(&hub.base, source, &file.name);
            Download { agent: &hub.agent, url, file, progress }.run(&folder)?;
        }
    }
    Ok(folder)
}

/// Keeps other programs out of `folder` until it is dropped. The file stays: to remove it would
/// let two in, one that holds the old file and one that makes a new one.
fn lock(folder: &Path) -> Result<fs_err::File, PullError> {
    let path = folder.join(".lock");
    let file = fs_err::OpenOptions::new().create(true).append(true).open(path).map_err(DiskError::from)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(PullError::Busy { folder: folder.to_owned() }),
        // Some network shares know no locks; the sum at the end still finds a mixed-up file.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// One file on its way.
struct Download<'a> {
    agent: &'a Agent,
    url: String,
    file: &'a ModelFile,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl Download<'_> {
    fn run(&mut self, folder: &Path) -> Result<(), PullError> {
        let mut part = Part::open(folder, self.file)?;
        let left_over = part.have() > 0;
        self.fill(&mut part)?;
        match part.finish()? {
            Ok(()) => Ok(()),
            // What an earlier program left was the beginning of something else: once more, from nothing.
            Err(_) if left_over => self.run(folder),
            Err(fault) => Err(PullError::WrongContent { url: self.url.clone(), fault }),
        }
    }

    /// Takes up a connection that breaks, as long as each brings something.
    fn fill(&mut self, part: &mut Part<'_>) -> Result<(), PullError> {
        let mut attempts = 1;
        while part.have() < self.file.bytes.0 {
            let before = part.have();
            match self.attempt(part) {
                Err(PullError::CutOff { .. }) if part.have() > before && attempts < ATTEMPTS => attempts += 1,
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// Asks for what is missing and takes what comes.
    fn attempt(&mut self, part: &mut Part<'_>) -> Result<(), PullError> {
        let have = part.have();
        let mut request = self.agent.get(&self.url);
        if have > 0 {
            request = request.header("Range", format!("bytes={have}-"));
        }
        let answer =
            request.call().map_err(|e| PullError::NoAnswer { url: self.url.clone(), reason: e.to_string() })?;
        let (head, body) = answer.into_parts();
        let range = head.headers.get("Content-Range").and_then(|value| value.to_str().ok());
        match head.status.as_u16() {
            206 if range.is_some_and(|range| range.starts_with(&format!("bytes {have}-"))) => {}
            // The server knows no ranges and sends the whole.
            200 if have > 0 => part.restart()?,
            200 => {}
            // It knows them and has not the one that was asked for.
            206 | 416 if have > 0 => {
                part.restart()?;
                return self.attempt(part);
            }
            status => return Err(PullError::Refused { url: self.url.clone(), status }),
        }
        let missing = self.file.bytes.0 - part.have();
        match body.content_length() {
            Some(announced) if announced != missing => Err(self.not_the_file(missing, announced)),
            _ => self.receive(part, &mut body.into_reader()),
        }
    }

    /// Writes the body of an answer to its end.
    fn receive(&mut self, part: &mut Part<'_>, body: &mut dyn Read) -> Result<(), PullError> {
        let total = self.file.bytes;
        let mut block = vec![0; BLOCK];
        while part.have() < total.0 {
            let (arrived, _) = match body.read(&mut block) {
                Ok(0) => return Err(self.cut_off(part, "the server sent no more")),
                Ok(read) => block.split_at(read),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(self.cut_off(part, &e.to_string())),
            };
            let have = part.have() + arrived.len() as u64;
            if have > total.0 {
                part.restart()?;
                return Err(self.not_the_file(total.0, have));
            }
            part.append(arrived)?;
            (self.progress)(Progress { file: &self.file.name, done: Size(part.have()), total });
        }
        Ok(())
    }

    fn cut_off(&self, part: &Part<'_>, reason: &str) -> PullError {
        let (file, reason) = (self.file.name.clone(), reason.to_owned());
        PullError::CutOff { file, have: Size(part.have()), total: self.file.bytes, reason }
    }

    fn not_the_file(&self, expected: u64, found: u64) -> PullError {
        PullError::NotTheFile { url: self.url.clone(), expected, found }
    }
}

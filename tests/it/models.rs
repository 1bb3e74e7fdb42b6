//! Models: the manifest, fetching from a hub that misbehaves, files brought by hand, verification.

mod hub;
mod program;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gensvar::models::import::{ImportError, import};
use gensvar::models::manifest::{Manifest, Model};
use gensvar::models::pull::{Hub, PullError, pull};
use gensvar::models::store::{Store, StoreError};
use gensvar::models::verify::{self, Fault};
use gensvar::speech::alignment::Alignment;
use hub::{Answer, TestHub};

/// Long enough for a busy computer, short enough to wait for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The content of the test models: `n` bytes that differ with `seed`.
fn content(n: usize, seed: usize) -> Vec<u8> {
    (0..n).map(|i| ((i * 31 + i / 256 + seed) % 256) as u8).collect()
}

/// Two models of the same length, as models of one shape are, and a shorter one. The sums are
/// Python's hashlib's.
fn manifest() -> Manifest {
    let model = |name: &str, bytes: usize, sha256: &str| {
        format!(
            "[[model]]\nname = \"{name}\"\nkind = \"speech\"\nlanguages = [\"sv\"]\nlicence = \"CC0-1.0\"\n\
             memory_mb = 1\nnote = \"for tests\"\nhub = {{ repository = \"o/{name}\", revision = \"r1\" }}\n\
             file = [{{ name = \"weights.bin\", bytes = {bytes}, sha256 = \"{sha256}\" }}]\n"
        )
    };
    let models = [
        model("one", 300_000, "7746f603692a686cd64102485f55a005fd9521e026974d885676c0a486c0b2ae"),
        model("twin", 300_000, "014a9f4e8829a5fb805de3cdca744cc7d24436559015e4773546285f55c74e44"),
        model("short", 200_000, "288ae9e585b87ed5b92359e68edbc096cf11703fcf4f6720368aa7744dbed13d"),
    ];
    Manifest::parse(&models.concat()).unwrap()
}

fn one() -> Vec<u8> {
    content(300_000, 0)
}

/// A folder for models, and what lies in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn weights(&self) -> PathBuf {
        self.path().join("one/weights.bin")
    }

    fn part(&self) -> PathBuf {
        self.path().join("one/weights.bin.part")
    }

    /// Fetches the model `one` from `hub`.
    fn pull(&self, hub: &TestHub) -> Result<PathBuf, PullError> {
        self.pull_reporting(hub, &mut Vec::new())
    }

    fn pull_reporting(&self, hub: &TestHub, reported: &mut Vec<u64>) -> Result<PathBuf, PullError> {
        let manifest = manifest();
        let model = manifest.model("one").unwrap();
        pull(model, self.path(), &Hub::at(&hub.base, PATIENCE), &mut |progress| reported.push(progress.done.0))
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs_err::read(path).unwrap()
}

#[test]
fn a_model_is_fetched_from_its_revision_and_appears_whole() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Ranged(one())]));
    let mut reported = Vec::new();
    let folder = home.pull_reporting(&hub, &mut reported).unwrap();
    assert_eq!(folder, home.path().join("one"));
    assert_eq!(read(&home.weights()), one());
    assert!(!home.part().exists());
    assert!(reported.is_sorted() && reported.last() == Some(&300_000), "{reported:?}");
    let requests = hub.requests();
    assert_eq!(requests[0].path, "/o/one/resolve/r1/weights.bin");
    assert_eq!(requests[0].header("range"), None);
}

#[test]
fn a_model_that_is_whole_is_not_fetched_again_and_a_damaged_one_is() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Whole(one()), Answer::Whole(one())]));
    home.pull(&hub).unwrap();
    home.pull(&hub).unwrap();
    assert_eq!(hub.requests().len(), 1);
    fs_err::write(home.weights(), content(300_000, 9)).unwrap();
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn a_connection_that_breaks_is_taken_up_where_it_broke() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Cut(one(), 150_000), Answer::Ranged(one())]));
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
    assert_eq!(hub.requests()[1].header("range"), Some("bytes=150000-"));
}

#[test]
fn a_later_command_goes_on_with_what_an_earlier_one_left() {
    let home = Home::new();
    let broken = TestHub::answering([Answer::Cut(one(), 100_000), Answer::Cut(one(), 0)]);
    let error = home.pull(&broken).unwrap_err();
    assert!(matches!(error, PullError::CutOff { .. }), "{error}");
    assert!(!home.weights().exists());
    assert_eq!(read(&home.part()).len(), 100_000);
    let whole = TestHub::answering([Answer::Ranged(one())]);
    home.pull(&whole).unwrap();
    assert_eq!(read(&home.weights()), one());
    assert_eq!(whole.requests()[0].header("range"), Some("bytes=100000-"));
}

#[test]
fn a_server_that_knows_no_ranges_makes_it_begin_anew() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Cut(one(), 150_000), Answer::Whole(one())]));
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn a_server_that_refuses_the_range_makes_it_begin_anew() {
    let refused = Answer::Status("416 Range Not Satisfiable");
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Cut(one(), 9), refused, Answer::Ranged(one())]));
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
    assert_eq!(hub.requests()[2].header("range"), None);
}

#[test]
fn a_wrong_content_is_removed_and_never_gets_the_name() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Ranged(content(300_000, 1)), Answer::Ranged(one())]));
    let error = home.pull(&hub).unwrap_err();
    assert!(matches!(error, PullError::WrongContent { fault: Fault::WrongSum { .. }, .. }), "{error}");
    assert!(!home.weights().exists() && !home.part().exists());
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn what_was_left_of_something_else_is_thrown_away() {
    let home = Home::new();
    fs_err::create_dir_all(home.path().join("one")).unwrap();
    for other in [&content(300_000, 1)[..100_000], &content(300_000, 1), &content(400_000, 1)] {
        fs_err::write(home.part(), other).unwrap();
        let hub = TestHub::answering([Answer::Ranged(one()), Answer::Ranged(one())]);
        home.pull(&hub).unwrap();
        assert_eq!(read(&home.weights()), one());
        fs_err::remove_file(home.weights()).unwrap();
    }
}

#[test]
fn a_file_that_had_arrived_when_the_program_was_killed_needs_no_connection() {
    let (home, hub) = (Home::new(), TestHub::answering([]));
    fs_err::create_dir_all(home.path().join("one")).unwrap();
    fs_err::write(home.part(), one()).unwrap();
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn a_redirect_is_followed_with_the_range_kept() {
    let home = Home::new();
    let hub = TestHub::answering([Answer::Cut(one(), 1_000), Answer::Redirect("/elsewhere"), Answer::Ranged(one())]);
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
    let last = &hub.requests()[2];
    assert_eq!((last.path.as_str(), last.header("range")), ("/elsewhere", Some("bytes=1000-")));
}

#[test]
fn redirects_in_a_circle_end() {
    let (home, hub) = (Home::new(), TestHub::answering(vec![Answer::Redirect("/round"); 20]));
    let error = home.pull(&hub).unwrap_err();
    assert!(matches!(error, PullError::NoAnswer { .. }), "{error}");
}

#[test]
fn a_refusal_names_the_address_and_says_what_to_do() {
    for (status, advice) in [("404 Not Found", "mirror"), ("403 Forbidden", "administrator"), ("503 Busy", "later")] {
        let (home, hub) = (Home::new(), TestHub::answering([Answer::Status(status)]));
        let error = home.pull(&hub).unwrap_err().to_string();
        assert!(error.contains(&hub.base) && error.contains(advice), "{error}");
        assert!(!home.weights().exists());
    }
}

#[test]
fn a_log_in_page_is_not_taken_for_a_model() {
    let page = b"<html>Log in to the guest network</html>".to_vec();
    let endless = content(400_000, 0);
    for answer in [Answer::Whole(page), Answer::Chunked(endless)] {
        let (home, hub) = (Home::new(), TestHub::answering([answer]));
        let error = home.pull(&hub).unwrap_err();
        assert!(matches!(error, PullError::NotTheFile { .. }), "{error}");
        assert!(!home.weights().exists());
        assert_eq!(read(&home.part()).len(), 0);
    }
}

#[test]
fn an_answer_of_unannounced_length_is_taken() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Chunked(one())]));
    home.pull(&hub).unwrap();
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn a_server_that_falls_silent_is_left_and_what_came_is_kept() {
    let home = Home::new();
    let hub = TestHub::answering([Answer::Stalled(one(), 70_000), Answer::Stalled(one(), 0)]);
    let manifest = manifest();
    let impatient = Hub::at(&hub.base, Duration::from_millis(300));
    let error = pull(manifest.model("one").unwrap(), home.path(), &impatient, &mut |_| ()).unwrap_err();
    assert!(matches!(error, PullError::CutOff { .. }), "{error}");
    assert_eq!(read(&home.part()).len(), 70_000);
}

#[test]
fn no_server_at_all_is_an_error_that_says_how_to_do_without() {
    let home = Home::new();
    // Bound and dropped: nobody listens there.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let manifest = manifest();
    let hub = Hub::at(&format!("http://{address}"), PATIENCE);
    let error = pull(manifest.model("one").unwrap(), home.path(), &hub, &mut |_| ()).unwrap_err().to_string();
    assert!(error.contains("HTTPS_PROXY") && error.contains("models import"), "{error}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_that_says_how_much_is_needed() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Ranged(one())]));
    fs_err::create_dir_all(home.path().join("one")).unwrap();
    // /dev/full takes nothing, as a full disk does.
    std::os::unix::fs::symlink("/dev/full", home.part()).unwrap();
    let error = home.pull(&hub).unwrap_err().to_string();
    assert!(error.contains("no space") && error.contains("300.0 kB"), "{error}");
    assert!(!home.weights().exists() && home.part().symlink_metadata().is_err());
}

#[test]
fn a_second_program_does_not_fetch_into_the_same_folder() {
    let (home, hub) = (Home::new(), TestHub::answering([Answer::Ranged(one())]));
    let manifest = manifest();
    let model = manifest.model("one").unwrap();
    let way = Hub::at(&hub.base, PATIENCE);
    let mut second = None;
    pull(model, home.path(), &way, &mut |_| {
        second.get_or_insert_with(|| pull(model, home.path(), &way, &mut |_| ()).unwrap_err());
    })
    .unwrap();
    assert!(matches!(second, Some(PullError::Busy { .. })), "{second:?}");
    assert_eq!(read(&home.weights()), one());
}

#[test]
fn a_model_that_ships_with_the_program_is_not_looked_for_on_the_network() {
    let home = Home::new();
    let hub = Hub::at("http://127.0.0.1:9", PATIENCE);
    let bundled = Manifest::embedded().models.iter().find(|model| model.is_bundled()).unwrap();
    let error = pull(bundled, home.path(), &hub, &mut |_| ()).unwrap_err();
    assert!(matches!(error, PullError::Bundled { .. }), "{error}");
}

/// Takes in a file of that content, from a stick where it has some other name.
fn import_content(home: &Home, content: &[u8]) -> Result<String, ImportError> {
    let stick = tempfile::tempdir().unwrap();
    let file = stick.path().join("nedladdad (1).bin");
    fs_err::write(&file, content).unwrap();
    import(&file, &manifest(), home.path()).map(|(model, _)| model.name.clone())
}

#[test]
fn an_imported_file_is_recognised_by_its_content_alone() {
    let home = Home::new();
    assert_eq!(import_content(&home, &content(300_000, 1)).unwrap(), "twin");
    assert_eq!(import_content(&home, &one()).unwrap(), "one");
    assert_eq!(read(&home.weights()), one());
    let store = Store::of(vec![home.path().to_owned()]);
    assert!(store.find("twin", "weights.bin").is_ok());
}

#[test]
fn a_file_of_the_right_length_and_another_content_is_refused() {
    let home = Home::new();
    let error = import_content(&home, &content(300_000, 5)).unwrap_err().to_string();
    assert!(error.contains("one (300.0 kB), twin (300.0 kB)"), "{error}");
    assert_eq!(fs_err::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_cut_off_or_foreign_file_is_refused_with_what_it_may_have_been() {
    let home = Home::new();
    for wrong in [&one()[..299_000], b"<html>", b""] {
        let error = import_content(&home, wrong).unwrap_err();
        assert!(matches!(error, ImportError::Unknown { .. }), "{error}");
    }
    assert_eq!(fs_err::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn what_is_not_a_file_is_refused() {
    let home = Home::new();
    let error = import(home.path(), &manifest(), home.path()).unwrap_err();
    assert!(matches!(error, ImportError::NotAFile { .. }), "{error}");
    let error = import(&home.path().join("gone.bin"), &manifest(), home.path()).unwrap_err();
    assert!(error.to_string().contains("gone.bin"), "{error}");
}

#[test]
fn verification_tells_missing_short_and_damaged_apart() {
    let home = Home::new();
    let manifest = manifest();
    let model = manifest.model("one").unwrap();
    let folder = home.path().join("one");
    let faults = || verify::faults(&folder, model);
    assert!(matches!(faults()[..], [Fault::Missing { .. }]));
    import_content(&home, &one()).unwrap();
    assert!(faults().is_empty());
    fs_err::write(home.weights(), content(300_000, 1)).unwrap();
    assert!(matches!(faults()[..], [Fault::WrongSum { .. }]));
    fs_err::write(home.weights(), content(299_999, 0)).unwrap();
    assert!(matches!(faults()[..], [Fault::WrongSize { found: 299_999, .. }]));
}

#[test]
fn a_model_that_is_not_here_says_how_to_get_it() {
    let store = Store::of(vec![Home::new().path().to_owned()]);
    let missing = store.find("kb-whisper-small", "ggml-model-q5_0.bin").unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    assert!(missing.to_string().contains("gensvar models pull kb-whisper-small"), "{missing}");
    let shipped = store.find("silero-vad", "model.onnx").unwrap_err();
    assert!(matches!(shipped, StoreError::NotShipped { .. }), "{shipped}");
}

#[test]
fn every_model_of_the_manifest_is_told_apart_and_licensed() {
    let manifest = Manifest::embedded();
    let names: HashSet<&str> = manifest.models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names.len(), manifest.models.len(), "two models of one name");
    let sums: HashSet<_> = manifest.files().map(|(_, file)| file.sha256).collect();
    assert_eq!(sums.len(), manifest.files().count(), "two files of one sum");
    for model in &manifest.models {
        let Model { name, licence, note, files, .. } = model;
        assert!(!licence.is_empty() && !note.is_empty() && !files.is_empty(), "{name}");
        assert!(model.bytes().0 > 0 && model.memory_mb > 0, "{name}");
        let revision = model.hub.as_ref().map(|hub| hub.revision.as_str());
        assert!(revision.is_none_or(|commit| commit.len() == 40), "{name}: pin a commit, branches move");
    }
}

#[test]
fn every_speech_model_gives_word_times() {
    for model in Manifest::embedded().models.iter().filter(|model| model.alignment.is_some()) {
        model.alignment.as_ref().unwrap().parse::<Alignment>().unwrap();
    }
}

/// The weights in the repository and the manifest, both ways. Where they differ it writes the
/// lines that the manifest needs.
#[test]
fn the_weights_that_ship_are_those_of_the_manifest() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let manifest = Manifest::embedded();
    let bundled = manifest.models.iter().filter(|model| model.is_bundled());
    let faults = bundled.flat_map(|model| verify::faults(&models.join(&model.name), model));
    let mut wrong: Vec<String> = faults.map(|fault| fault.to_string()).collect();
    for path in shipped_files(&models) {
        let content = read(&path);
        let sum = verify::checksum(&content[..]).unwrap();
        if !manifest.files().any(|(_, file)| file.sha256 == sum) {
            let name = path.file_name().unwrap();
            wrong.push(format!(
                "{}: {{ name = {name:?}, bytes = {}, sha256 = \"{sum}\" }}",
                path.display(),
                content.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "models/manifest.toml does not fit models/:\n{}", wrong.join("\n"));
}

/// What lies in the models' folders besides cards, figures for the reports, licences, recipes and hidden files.
fn shipped_files(models: &Path) -> Vec<PathBuf> {
    let entries = |folder: PathBuf| fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = entries(models.to_owned()).filter(|path| path.is_dir());
    let shipped = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        path.is_file()
            && !name.ends_with(".md")
            && name != "figures.json"
            && name != "LICENSE"
            && !name.starts_with('.')
    };
    folders.flat_map(entries).filter(shipped).collect()
}

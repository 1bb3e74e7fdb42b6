//! `gensvar models` and `gensvar doctor` as users start them.

use super::hub::{Answer, TestHub};
use crate::support::{Ending, gensvar};

/// The program with a hub and a proxy, and an empty place for models.
fn models(args: &[&str], hub: &str, proxy: Option<&str>) -> Ending {
    let home = tempfile::tempdir().unwrap();
    let mut command = gensvar();
    for variable in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(variable).env_remove(variable.to_lowercase());
    }
    if let Some(proxy) = proxy {
        command.env("HTTPS_PROXY", proxy);
    }
    command.env_remove("SSL_CERT_FILE").env("GENSVAR_HUB", hub).env("GENSVAR_MODELS", home.path());
    command.arg("models").args(args).output().unwrap().into()
}

#[test]
fn the_list_says_what_there_is_and_where_to_fetch_it_by_hand() {
    let ending = models(&["list", "--json"], "http://127.0.0.1:9", None);
    let list: serde_json::Value = serde_json::from_str(&ending.stdout).unwrap();
    assert_eq!((ending.code, &list["schema"]), (0, &1.into()));
    let models = list["models"].as_array().unwrap();
    let small = models.iter().find(|model| model["name"] == "kb-whisper-small").unwrap();
    assert_eq!(small["folder"], serde_json::Value::Null);
    let url = small["files"][0]["url"].as_str().unwrap();
    assert!(url.starts_with("https://") && url.ends_with("/ggml-model-q5_0.bin"), "{url}");
}

#[test]
fn a_pipeline_stands_for_its_model_and_a_mirror_for_the_hub() {
    let hub = TestHub::answering([Answer::Status("404 Not Found")]);
    let ending = models(&["pull", "sv"], &hub.base, None);
    assert_eq!(ending.code, 3, "{}", ending.stderr);
    assert!(ending.stderr.contains("404") && ending.stderr.contains("mirror"), "{}", ending.stderr);
    assert!(hub.requests()[0].path.starts_with("/KBLab/kb-whisper-small/resolve/"), "{:?}", hub.requests());
}

#[test]
fn the_proxy_of_the_environment_is_asked_and_never_shown() {
    let proxy = TestHub::answering([Answer::Status("407 Proxy Authentication Required")]);
    let with_password = proxy.base.replace("http://", "http://kim:hemlig@");
    let ending = models(&["pull", "sv"], "https://hub.example", Some(&with_password));
    assert_eq!(ending.code, 3);
    assert_eq!(proxy.requests()[0].path, "hub.example:443");
    assert!(!ending.stderr.contains("hemlig"), "{}", ending.stderr);
}

#[test]
fn a_proxy_that_is_none_is_named() {
    let ending = models(&["pull", "sv"], "http://127.0.0.1:9", Some("not a proxy"));
    assert_eq!(ending.code, 3);
    assert!(ending.stderr.contains("HTTPS_PROXY does not name a proxy"), "{}", ending.stderr);
}

#[test]
fn an_unknown_model_is_wrong_use_and_an_unknown_file_is_refused() {
    assert_eq!(models(&["pull", "kb-whisper-huge"], "http://127.0.0.1:9", None).code, 1);
    let ending = models(&["import", file!()], "http://127.0.0.1:9", None);
    assert_eq!(ending.code, 3);
    assert!(ending.stderr.contains("nearest in length"), "{}", ending.stderr);
}

#[test]
fn what_ships_with_the_program_is_whole() {
    let ending = models(&["verify"], "http://127.0.0.1:9", None);
    assert_eq!(ending.code, 0, "{}{}", ending.stdout, ending.stderr);
}

#[test]
fn the_doctor_names_the_missing_model_and_the_remedy() {
    let doctor = |pipeline: &str| {
        let ending: Ending = gensvar().args(["doctor", "--json", "--pipeline", pipeline]).output().unwrap().into();
        let found: serde_json::Value = serde_json::from_str(&ending.stdout).unwrap();
        (ending, found)
    };
    let (ending, found) = doctor("sv");
    assert_eq!((ending.code, &found["works"]), (3, &false.into()));
    assert!(ending.stdout.contains("gensvar models pull kb-whisper-small"), "{}", ending.stdout);
    let (ending, found) = doctor("demo");
    assert_eq!((ending.code, &found["works"]), (0, &true.into()), "{}", ending.stdout);
    assert!(ending.stdout.contains("synthetic voices only"), "{}", ending.stdout);
}

//! Every kind of value goes in and comes out as it was, and nothing is taken for another.

use store_sql::{Column, Columns, Database, Engine, Migration, Row, Statements, Step, StoreError, Value};
use uuid::Uuid;

use crate::places;

const KINDS: [&str; 6] = ["flag", "small", "big", "words", "bytes", "id"];

fn migrations() -> Vec<Migration> {
    vec![Migration {
        version: 1,
        name: "kinds",
        steps: || {
            let table = |bytes: &str, id: &str| {
                format!(
                    "CREATE TABLE kinds (place BIGINT PRIMARY KEY, flag BOOLEAN, small INTEGER, big BIGINT, \
                     words TEXT, bytes {bytes}, id {id})"
                )
            };
            vec![Step { sqlite: table("BLOB", "BLOB"), postgres: table("BYTEA", "UUID") }]
        },
    }]
}

/// Keeps a row and reads it again.
async fn kept(database: &Database, place: i64, values: [Value; 6]) -> Row {
    let write = database.begin().await.expect("begins");
    let insert =
        format!("INSERT INTO kinds (place, {}) VALUES ($1, $2, $3, $4, $5, $6, $7)", KINDS.join(", "));
    write.run(&insert, [place.into()].into_iter().chain(values)).await.expect("inserts");
    write.commit().await.expect("commits");
    let select = format!("SELECT {} FROM kinds WHERE place = $1", KINDS.join(", "));
    database.read().find(&select, [place.into()]).await.expect("reads").expect("a row")
}

#[tokio::test]
async fn every_kind_and_its_absence_comes_out_as_it_went_in() {
    for place in places("kinds") {
        let database = Database::open("kinds", &place.location, &migrations()).await.expect("opens");
        for (number, flag) in [(1, true), (2, false)] {
            let (small, big, words) = (i32::MIN, i64::MAX, "Zoë's $1\n".to_owned());
            let (bytes, id) = (vec![0_u8, 1, 255], Uuid::from_u128(u128::MAX - 7));
            let values = [
                flag.into(),
                small.into(),
                big.into(),
                words.clone().into(),
                bytes.clone().into(),
                id.into(),
            ];
            let row = kept(&database, number, values).await;
            assert_eq!(row.col::<bool>("flag").expect("reads"), flag);
            assert_eq!(row.col::<i32>("small").expect("reads"), small);
            assert_eq!(row.col::<i64>("big").expect("reads"), big);
            assert_eq!(row.col::<Option<String>>("words").expect("reads"), Some(words));
            assert_eq!(row.col::<Vec<u8>>("bytes").expect("reads"), bytes);
            assert_eq!(row.at_place::<Uuid>(5).expect("reads"), id);
        }
        // What is empty is there.
        let row = kept(
            &database,
            3,
            [false.into(), 0.into(), 0_i64.into(), "".into(), Vec::new().into(), Uuid::nil().into()],
        )
        .await;
        assert_eq!(row.col::<Option<String>>("words").expect("reads"), Some(String::new()));
        assert_eq!(row.col::<Option<Vec<u8>>>("bytes").expect("reads"), Some(Vec::new()));
        let nothing = [
            None::<bool>.into(),
            None::<i32>.into(),
            None::<i64>.into(),
            None::<&str>.into(),
            None::<Vec<u8>>.into(),
            None::<Uuid>.into(),
        ];
        let row = kept(&database, 4, nothing).await;
        assert_eq!(row.col::<Option<bool>>("flag").expect("reads"), None);
        assert_eq!(row.col::<Option<i32>>("small").expect("reads"), None);
        assert_eq!(row.col::<Option<i64>>("big").expect("reads"), None);
        assert_eq!(row.col::<Option<String>>("words").expect("reads"), None);
        assert_eq!(row.col::<Option<Vec<u8>>>("bytes").expect("reads"), None);
        assert_eq!(row.col::<Option<Uuid>>("id").expect("reads"), None);
        assert!(row.col::<String>("words").is_err(), "what must be there is not");
        database.close().await;
    }
}

/// The error of a column that is read as what it is not.
fn refused<T: Column + std::fmt::Debug>(row: &Row, name: &str) -> String {
    let error = row.col::<T>(name).expect_err("is of another kind");
    assert!(matches!(error, StoreError::Column(_)), "{error:?}");
    assert_eq!(error.code(), api::codes::INTERNAL);
    format!("{error} {error:?}")
}

#[tokio::test]
async fn a_value_of_another_kind_is_an_error_that_names_the_column_alone() {
    for place in places("wrong") {
        let database = Database::open("kinds", &place.location, &migrations()).await.expect("opens");
        let values = [
            true.into(),
            4711.into(),
            4711_i64.into(),
            "quillby".into(),
            vec![47_u8, 11].into(),
            Uuid::nil().into(),
        ];
        let row = kept(&database, 1, values).await;
        for (error, name) in [
            (refused::<i64>(&row, "words"), "words"),
            (refused::<bool>(&row, "words"), "words"),
            (refused::<Vec<u8>>(&row, "words"), "words"),
            (refused::<Option<Uuid>>(&row, "words"), "words"),
            (refused::<String>(&row, "big"), "big"),
            (refused::<bool>(&row, "big"), "big"),
            (refused::<String>(&row, "bytes"), "bytes"),
            (refused::<Uuid>(&row, "bytes"), "bytes"),
            (refused::<i32>(&row, "id"), "id"),
            (refused::<String>(&row, "nowhere"), "nowhere"),
        ] {
            assert!(error.contains(&format!("column {name} ")), "{error}");
            assert!(
                !error.contains("quillby") && !error.contains("4711") && !error.contains("47, 11"),
                "{error}"
            );
        }
        assert!(row.at_place::<i64>(6).is_err(), "there are six");
        // A kind that no store of ours keeps.
        let error = database.read().find("SELECT 1.5 AS half", []).await.expect_err("is no kind of ours");
        assert!(format!("{error:?}").contains("column half "), "{error:?}");
        if database.engine() == Engine::Sqlite {
            // SQLite knows one kind of number, which must fit.
            let row = database.read().find("SELECT 2 AS flag, 2147483648 AS small", []).await;
            let row = row.expect("reads").expect("a row");
            refused::<bool>(&row, "flag");
            refused::<i32>(&row, "small");
        }
        database.close().await;
    }
}

#[tokio::test]
async fn a_statement_has_as_many_values_as_places() {
    for place in places("places") {
        let database = Database::open("kinds", &place.location, &migrations()).await.expect("opens");
        let text = "SELECT COUNT(*) AS n FROM kinds WHERE place = $1 AND big = $2";
        for values in [vec![], vec![1_i64.into()]] {
            assert!(database.read().find(text, values).await.is_err());
        }
        // A value too many is a place that nobody names: PostgreSQL takes it where it prepares the statement with it.
        if database.engine() == Engine::Sqlite {
            let values = [1_i64.into(), 2_i64.into(), 3_i64.into()];
            assert!(database.read().find(text, values).await.is_err());
        }
        let row = database.read().find(text, [1_i64.into(), 2_i64.into()]).await.expect("reads");
        assert_eq!(row.expect("a row").col::<i64>("n").expect("a number"), 0);
        database.close().await;
    }
}

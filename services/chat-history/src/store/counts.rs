//! Counts for the law: how often help was named, and how many alerts were raised. No person stands in them, and they outlive
//! the conversations that they came of.

use chat_history_api::{Channel, Minor, Referral, ReferralCount, ReferralKind, TimeToHuman};
use kernel::{OrganizationId, Timestamp, TurnId, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError, Write};

use super::Store;
use crate::domain::Refused;

/// The most rows of a year; one for each month, kind, place, channel and version.
const ROWS_MAX: i64 = 5_000;

/// Help that was named, and the month that it counts for.
#[derive(Clone)]
pub(crate) struct Counted {
    pub(crate) referral: Referral,
    /// `YYYY-MM`, by the clocks of the residents.
    pub(crate) month: String,
}

impl Store {
    /// Counts help that was named before a message was refused. The same turn twice counts once. Whether it did.
    pub(crate) async fn count_refused(
        &self,
        turn: TurnId,
        organization: OrganizationId,
        counted: &Counted,
        now: Timestamp,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let text =
            "INSERT INTO referrals_refused (turn_id, at) VALUES ($1, $2) ON CONFLICT (turn_id) DO NOTHING";
        if write.run(text, [turn.uuid().into(), now.as_micros().into()]).await? == 0 {
            return Ok(false);
        }
        // A message that is stored was counted with it.
        let stored = "SELECT 1 AS is_there FROM turns WHERE turn_id = $1";
        if write.find(stored, [turn.uuid().into()]).await?.is_some() {
            return Ok(false);
        }
        count_referral(&write, organization, counted).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Forgets which refused turns were counted before an instant: their journals were delivered long ago.
    pub(crate) async fn forget_refused(&self, before: Timestamp) -> Result<(), StoreError> {
        let old = "SELECT 1 AS is_there FROM referrals_refused WHERE at < $1 LIMIT 1";
        if self.database.read().find(old, [before.as_micros().into()]).await?.is_some() {
            let write = self.database.begin().await?;
            write.run("DELETE FROM referrals_refused WHERE at < $1", [before.as_micros().into()]).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// How often an organisation's residents were named a crisis line in the months between two, both among them.
    pub(crate) async fn crisis_lines(
        &self,
        organization: OrganizationId,
        (first, last): (&str, &str),
    ) -> Result<u64, StoreError> {
        let text = "SELECT COALESCE(SUM(count), 0) AS shown FROM referral_counts
                    WHERE organization_id = $1 AND kind = $2 AND month >= $3 AND month <= $4";
        let kind = ReferralKind::CrisisLine.name();
        let values = [organization.uuid().into(), kind.into(), first.into(), last.into()];
        let row = self.database.read().find(text, values).await?;
        row.map_or(Ok(0), |row| whole(&row, "shown"))
    }

    /// Every count of an organisation in the months between two, in order.
    pub(crate) async fn referral_counts(
        &self,
        organization: OrganizationId,
        (first, last): (&str, &str),
    ) -> Result<Vec<ReferralCount>, StoreError> {
        let text = "SELECT month, kind, place, jurisdiction, channel, minor, protocol, detection, count
                    FROM referral_counts WHERE organization_id = $1 AND month >= $2 AND month <= $3
                    ORDER BY month, kind, place, jurisdiction, channel, minor, protocol, detection LIMIT $4";
        let values = [organization.uuid().into(), first.into(), last.into(), ROWS_MAX.into()];
        self.database.read().list(text, values).await?.iter().map(count_of).collect()
    }

    /// How many alerts were raised in each of the months between two.
    pub(crate) async fn handoffs(
        &self,
        organization: OrganizationId,
        (first, last): (&str, &str),
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let text = "SELECT month, count FROM handoff_counts
                    WHERE organization_id = $1 AND month >= $2 AND month <= $3 ORDER BY month";
        let values = [organization.uuid().into(), first.into(), last.into()];
        let rows = self.database.read().list(text, values).await?;
        rows.iter().map(|row| Ok((row.col("month")?, whole(row, "count")?))).collect()
    }

    /// How long alerts waited that were raised from one instant until before another, of those that are still kept.
    pub(crate) async fn time_to_human(
        &self,
        organization: OrganizationId,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<TimeToHuman, StoreError> {
        let all = "SELECT COUNT(*) AS raised, COUNT(acknowledged_at) AS had FROM alerts
                   WHERE organization_id = $1 AND raised_at >= $2 AND raised_at < $3";
        let year = [organization.uuid().into(), from.as_micros().into(), to.as_micros().into()];
        let Some(row) = self.database.read().find(all, year.clone()).await? else {
            return Ok(TimeToHuman::default());
        };
        let (raised, had) = (whole(&row, "raised")?, whole(&row, "had")?);
        // The middle one is looked up, and no list of anybody's is read.
        let middle = "SELECT acknowledged_at - raised_at AS waited FROM alerts
                      WHERE organization_id = $1 AND raised_at >= $2 AND raised_at < $3 AND acknowledged_at IS NOT NULL
                      ORDER BY waited LIMIT 1 OFFSET $4";
        let [organization, from, to] = year;
        let place = i64::try_from(had.saturating_sub(1) / 2).unwrap_or(0);
        let row = self.database.read().find(middle, [organization, from, to, place.into()]).await?;
        let waited = row.map(|row| whole(&row, "waited")).transpose()?;
        Ok(TimeToHuman {
            of: had,
            never: raised.saturating_sub(had),
            median_seconds: waited.map(|micros| micros / 1_000_000),
        })
    }
}

/// Counts help that was named, in the step that it was named in: each kind once.
pub(super) async fn count_referral(
    write: &Write,
    organization: OrganizationId,
    counted: &Counted,
) -> Result<(), StoreError> {
    let Counted { referral, month } = counted;
    for kind in ReferralKind::ALL.iter().filter(|kind| referral.kinds.contains(kind)) {
        write
            .run(
                "INSERT INTO referral_counts (organization_id, month, kind, place, jurisdiction, channel, minor,
                 protocol, detection, count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
                 ON CONFLICT (organization_id, month, kind, place, jurisdiction, channel, minor, protocol, detection)
                 DO UPDATE SET count = referral_counts.count + 1",
                [
                    organization.uuid().into(),
                    month.clone().into(),
                    kind.name().into(),
                    referral.place.clone().into(),
                    referral.jurisdiction.clone().into(),
                    referral.channel.name().into(),
                    referral.minor.name().into(),
                    referral.protocol.clone().into(),
                    referral.detection.clone().into(),
                ],
            )
            .await?;
    }
    Ok(())
}

/// Counts an alert that was raised, in the step that raises it.
pub(super) async fn count_handoff(
    write: &Write,
    organization: OrganizationId,
    month: &str,
) -> Result<(), StoreError> {
    let text = "INSERT INTO handoff_counts (organization_id, month, count) VALUES ($1, $2, 1)
                ON CONFLICT (organization_id, month) DO UPDATE SET count = handoff_counts.count + 1";
    write.run(text, [organization.uuid().into(), month.into()]).await?;
    Ok(())
}

fn count_of(row: &Row) -> Result<ReferralCount, StoreError> {
    let corrupt = |column| Corrupt { table: "referral_counts", column };
    let (kind, channel, minor): (String, String, String) =
        (row.col("kind")?, row.col("channel")?, row.col("minor")?);
    let kind = ReferralKind::ALL.iter().copied().find(|known| known.name() == kind);
    let channel = [Channel::Written].into_iter().find(|known| known.name() == channel);
    let minor = [Minor::Yes, Minor::No, Minor::Unknown].into_iter().find(|known| known.name() == minor);
    Ok(ReferralCount {
        month: row.col("month")?,
        kind: kind.ok_or(corrupt("kind"))?,
        place: row.col("place")?,
        jurisdiction: row.col("jurisdiction")?,
        channel: channel.ok_or(corrupt("channel"))?,
        minor: minor.ok_or(corrupt("minor"))?,
        protocol: row.col("protocol")?,
        detection: row.col("detection")?,
        count: whole(row, "count")?,
    })
}

/// A count is never below zero.
fn whole(row: &Row, column: &'static str) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.col::<i64>(column)?).unwrap_or(0))
}

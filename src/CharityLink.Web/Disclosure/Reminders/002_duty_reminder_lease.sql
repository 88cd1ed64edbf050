-- A reminder that was taken and not ended within a quarter of an hour is taken again: its node fell. It is open until it was sent, or was found needless.
create index duty_reminder_open on mailing.duty_reminder (account_id) where sent_at is null;
drop index mailing.duty_reminder_waiting;
-- What was taken before this is over, so that nobody is reminded of it a second time.
update mailing.duty_reminder set sent_at = taken_at where taken_at is not null and sent_at is null;

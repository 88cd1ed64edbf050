-- Letters and reminders go out by this outbox: what had not gone out waits here, and their own waiting is over.
insert into mailing.mail (mail_id, kind, person_id, language, facts, noted_at, since, next_at)
select letter_id, kind, person_id, '', jsonb_build_object('subject', subject_id, 'project', project_id, 'item', receiver_id), made_at, now(), now()
  from mailing.letter where sent_at is null;
drop table mailing.letter;
-- Which mail told of a reminder; null until one does.
alter table mailing.duty_reminder add column mail_id uuid;
update mailing.duty_reminder set mail_id = gen_random_uuid() where sent_at is not null;
alter table mailing.duty_reminder drop column next_at, drop column tries, drop column taken_at, drop column sent_at;
create index duty_reminder_untold on mailing.duty_reminder (account_id) where mail_id is null;
create index duty_reminder_mail on mailing.duty_reminder (mail_id) where mail_id is not null;

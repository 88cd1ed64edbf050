-- A promise that is waited for again because its gift went back: its giver is told.
alter table giving.pledge_mail drop constraint pledge_mail_kind_known;
alter table giving.pledge_mail add constraint pledge_mail_kind_known
  check (kind in ('confirm', 'entered', 'reopened', 'before_7', 'due', 'after_7', 'after_30', 'card_kept', 'card_before', 'card_lost', 'card_mend', 'card_dropped', 'card_missed'));

-- The tax year of the United Kingdom begins in the middle of a week of April: on the 6th.
alter table giving.statement_job add column start_day int not null default 1 constraint statement_job_day check (start_day between 1 and 28);

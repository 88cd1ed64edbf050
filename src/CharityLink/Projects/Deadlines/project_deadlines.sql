-- Projects that take gifts, by the instant they stop.
create table project_deadlines (
    project_id  uuid        not null,
    deadline_at timestamptz not null,
    constraint project_deadlines_pkey primary key (project_id)
);

create index project_deadlines_due on project_deadlines (deadline_at, project_id);

-- How far each project has been carried out, as its page and its console show it: one row, read by its key.
create table project_delivery (
  project_id uuid primary key,
  delivery jsonb not null
);

-- Keys behind cookies and form tokens, shared by all nodes; and what has been done once for this installation.
create table identity.data_protection_key (
    name text not null,
    xml  text not null,
    constraint data_protection_key_pkey primary key (name)
);

create table identity.milestone (
    name text        not null,
    at   timestamptz not null default now(),
    constraint milestone_pkey primary key (name)
);

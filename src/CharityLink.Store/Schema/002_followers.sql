-- What follows the log: where each read model and reaction stands, and the events that a reaction could not act on.

create schema if not exists read;

create table read.follower (
    name           text        not null,
    version        int         not null,
    position       bigint      not null,
    state          text        not null,
    error          text        null,
    tables         text[]      not null,
    rebuilds_asked bigint      not null default 0,
    rebuilds_done  bigint      not null default 0,
    updated_at     timestamptz not null default now(),
    constraint follower_pkey primary key (name)
);

create table events.reaction_parked (
    name     text        not null,
    position bigint      not null,
    error    text        not null,
    at       timestamptz not null default now(),
    constraint reaction_parked_pkey primary key (name, position)
);

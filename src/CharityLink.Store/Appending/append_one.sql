-- Writes one event to one stream: the same promises as append_batch.sql with a third of its work, for an append that is alone.
-- The answer: the number drawn (the position), or (number null) what was found instead: the stream's version, or the command's position and hash.
create or replace procedure events.append_one(
    stream_id          uuid,
    stream_type        text,
    expected           bigint,
    event_id           uuid,
    event_type         text,
    dotnet_type        text,
    data               jsonb,
    headers            jsonb,
    user_name          text,
    correlation_id     text,
    causation_id       text,
    command            uuid,
    command_name       text,
    command_hash       text,
    appended_at        timestamptz,
    inout number       bigint,
    inout found_at     bigint,
    inout done_at      bigint,
    inout done_hash    text)
language plpgsql as $$
#variable_conflict use_column
begin
    -- The turns of append_batch.sql: an append that is alone hands nothing on, and takes both at once.
    perform pg_advisory_xact_lock(x'436861726974794c'::bigint), pg_advisory_xact_lock(x'436861726974794d'::bigint);

    if command is not null then
        select l.position, l.command_hash into done_at, done_hash
          from events.command_log l where l.command_id = append_one.command;
        if found then
            commit;
            return;
        end if;
    end if;

    if expected = 0 then
        with begun as (
            insert into events.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            values (append_one.stream_id, stream_type, 1, appended_at, appended_at, '*DEFAULT*', false)
            on conflict on constraint pkey_mt_streams_id do nothing
            returning id)
        insert into events.mt_events
               (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived,
                user_name, correlation_id, causation_id, headers)
        select nextval('events.mt_events_sequence'), event_id, b.id, 1, append_one.data, event_type, appended_at, '*DEFAULT*',
               dotnet_type, false, append_one.user_name, append_one.correlation_id, append_one.causation_id, append_one.headers
          from begun b
        returning seq_id into append_one.number;
    else
        with grown as (
            update events.mt_streams s
               set version = expected + 1, timestamp = appended_at
             where s.id = append_one.stream_id and s.version = expected
            returning s.id)
        insert into events.mt_events
               (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived,
                user_name, correlation_id, causation_id, headers)
        select nextval('events.mt_events_sequence'), event_id, g.id, expected + 1, append_one.data, event_type, appended_at, '*DEFAULT*',
               dotnet_type, false, append_one.user_name, append_one.correlation_id, append_one.causation_id, append_one.headers
          from grown g
        returning seq_id into append_one.number;
    end if;

    if append_one.number is null then
        select coalesce((select s.version from events.mt_streams s where s.id = append_one.stream_id), 0) into found_at;
        commit;
        return;
    end if;

    if command is not null then
        insert into events.command_log (command_id, command_name, command_hash, position, at)
        values (append_one.command, append_one.command_name, append_one.command_hash, append_one.number, appended_at);
    end if;

    commit;
end
$$;

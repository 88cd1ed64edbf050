-- Writes many appends in one transaction, each accepted or refused by itself, and commits before it answers.
--
-- The order of all events rests on this procedure: the turn is taken, the numbers are drawn, the rows are written and the
-- transaction is committed while the server executes one message that it has already received in full. A client that is
-- frozen at any byte therefore holds nothing, numbers become visible in ascending order, and readers need no gap logic.
-- A row of the batch before that is not yet committed is waited for where the two meet: the same stream, the same command.
--
-- Appends are numbered by the caller (append_no); a command id occurs at most once in a batch, and so does a stream, unless it is
-- only held (its new version is the expected one): then any number may hold it at the same version, and it counts as one grown row. The answer has a
-- position per event (null where the append was refused), and per reason of refusal: the append, the stream (null when its
-- command was done before), what was found (the stream's version, or the command's position) and the command's hash.
-- A column of types, versions or metadata that is the same in all rows comes as an array of one element.
--
-- First everything is written as if nobody were to be refused; a key that is taken or a version that has moved on undoes that,
-- and only then is it looked up who must be left out. Stream rows come before the numbers: a refusal leaves no hole in them.
create or replace procedure events.append_batch(
    command_append_nos   int[],
    command_ids          uuid[],
    command_names        text[],
    command_hashes       text[],
    command_last_events  int[],
    stream_append_nos    int[],
    stream_ids           uuid[],
    stream_types         text[],
    stream_expected      bigint[],
    stream_versions      bigint[],
    streams_grown        bigint,
    event_append_nos     int[],
    event_ids            uuid[],
    event_stream_ids     uuid[],
    event_versions       bigint[],
    event_types          text[],
    event_dotnet_types   text[],
    event_data           jsonb[],
    event_users          text[],
    event_correlations   text[],
    event_causations     text[],
    event_headers        jsonb[],
    appended_at          timestamptz,
    inout positions      bigint[],
    inout refused_nos    int[],
    inout refused_stream uuid[],
    inout refused_found  bigint[],
    inout refused_hash   text[])
language plpgsql as $$
declare
    -- 'CharityL' in ASCII and the number after it: one of each for all who append to this database's log, taken in this order.
    -- The turn to write is handed on before the commit, so that the next batch is written while this one waits for the disk.
    write_turn     constant bigint := x'436861726974794c'::bigint;
    commit_turn    constant bigint := x'436861726974794d'::bigint;
    grown          bigint;
    first_number   bigint;
    last_number    bigint;
    -- What all rows have in common; null where each brings its own.
    one_stream     text   := case when cardinality(stream_types) = 1 then stream_types[1] end;
    one_expected   bigint := case when cardinality(stream_expected) = 1 then stream_expected[1] end;
    one_growth     bigint := case when cardinality(stream_versions) = 1 then stream_versions[1] end;
    one_version    bigint := case when cardinality(event_versions) = 1 then event_versions[1] end;
    one_type       text   := case when cardinality(event_types) = 1 then event_types[1] end;
    one_dotnet     text   := case when cardinality(event_dotnet_types) = 1 then event_dotnet_types[1] end;
    one_user       text   := case when cardinality(event_users) = 1 then event_users[1] end;
    one_correlate  text   := case when cardinality(event_correlations) = 1 then event_correlations[1] end;
    one_cause      text   := case when cardinality(event_causations) = 1 then event_causations[1] end;
    one_headers    jsonb  := case when cardinality(event_headers) = 1 then event_headers[1] end;
    -- Each column that is unrolled costs every row: one kind of command needs few.
    streams_alike  boolean := greatest(cardinality(stream_types), cardinality(stream_expected), cardinality(stream_versions)) = 1;
    events_alike   boolean := greatest(cardinality(event_versions), cardinality(event_types), cardinality(event_dotnet_types),
        cardinality(event_users), cardinality(event_correlations), cardinality(event_causations), cardinality(event_headers)) = 1;
begin
    for attempt in 1..2 loop
        begin
            if attempt = 1 then
                perform pg_advisory_lock(write_turn);
                if cardinality(command_ids) > 0 and exists (
                    select from unnest(command_ids) as c (id) join events.command_log l on l.command_id = c.id)
                then
                    raise unique_violation;
                end if;
            else
                -- What the batch before has written is to be seen by now.
                perform pg_advisory_xact_lock(commit_turn);

                select array_agg(r.append_no), array_agg(r.stream_id), array_agg(r.found), array_agg(r.hash)
                  into refused_nos, refused_stream, refused_found, refused_hash
                  from (select c.append_no, null::uuid as stream_id, l.position as found, l.command_hash as hash
                          from unnest(command_append_nos, command_ids) as c (append_no, id)
                          join events.command_log l on l.command_id = c.id
                         union all
                        select c.append_no, c.id, coalesce(s.version, 0), null
                          from unnest(stream_append_nos, stream_ids, stream_expected) as c (append_no, id, expected)
                          left join events.mt_streams s on s.id = c.id
                         where coalesce(s.version, 0) <> coalesce(c.expected, one_expected)) r;
            end if;

            if streams_alike and one_expected = 0 and refused_nos is null then
                insert into events.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
                select unnest(stream_ids), one_stream, one_growth, appended_at, appended_at, '*DEFAULT*', false;
            else
                insert into events.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
                select c.id, coalesce(c.type, one_stream), coalesce(c.version, one_growth), appended_at, appended_at, '*DEFAULT*', false
                  from (select unnest(stream_append_nos) as append_no, unnest(stream_ids) as id, unnest(stream_types) as type,
                               unnest(stream_expected) as expected, unnest(stream_versions) as version) c
                 where coalesce(c.expected, one_expected) = 0 and (refused_nos is null or c.append_no <> all (refused_nos));
            end if;

            if streams_grown > 0 then
                update events.mt_streams s
                   set version = coalesce(c.version, one_growth), timestamp = appended_at
                  from unnest(stream_append_nos, stream_ids, stream_expected, stream_versions)
                       as c (append_no, id, expected, version)
                 where s.id = c.id and s.version = coalesce(c.expected, one_expected)
                   and coalesce(c.expected, one_expected) > 0 and (refused_nos is null or c.append_no <> all (refused_nos));
                get diagnostics grown = row_count;
                if attempt = 1 and grown <> streams_grown then
                    raise unique_violation;
                end if;
            end if;

            -- Nobody refused: the numbers are one run, drawn at once.
            if refused_nos is null then
                first_number := nextval('events.mt_events_sequence');
                last_number := setval('events.mt_events_sequence', first_number + cardinality(event_append_nos) - 1);
                positions := array(select generate_series(first_number, last_number));
            else
                select array_agg(case when e.append_no <> all (refused_nos) then nextval('events.mt_events_sequence') end)
                  into positions
                  from unnest(event_append_nos) as e (append_no);
            end if;

            if events_alike and refused_nos is null then
                insert into events.mt_events
                       (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived,
                        user_name, correlation_id, causation_id, headers)
                select generate_series(first_number, last_number), unnest(event_ids), unnest(event_stream_ids), one_version,
                       unnest(event_data), one_type, appended_at, '*DEFAULT*', one_dotnet, false,
                       one_user, one_correlate, one_cause, one_headers;
            else
                insert into events.mt_events
                       (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived,
                        user_name, correlation_id, causation_id, headers)
                select e.seq_id, e.id, e.stream_id, coalesce(e.version, one_version), e.data, coalesce(e.type, one_type), appended_at,
                       '*DEFAULT*', coalesce(e.dotnet_type, one_dotnet), false, coalesce(e.user_name, one_user),
                       coalesce(e.correlation_id, one_correlate), coalesce(e.causation_id, one_cause), coalesce(e.headers, one_headers)
                  from (select unnest(positions) as seq_id, unnest(event_ids) as id, unnest(event_stream_ids) as stream_id,
                               unnest(event_versions) as version, unnest(event_data) as data, unnest(event_types) as type,
                               unnest(event_dotnet_types) as dotnet_type, unnest(event_users) as user_name,
                               unnest(event_correlations) as correlation_id, unnest(event_causations) as causation_id,
                               unnest(event_headers) as headers) e
                 where e.seq_id is not null;
            end if;

            if cardinality(command_ids) > 0 then
                insert into events.command_log (command_id, command_name, command_hash, position, at)
                select c.id, c.name, c.hash, positions[c.last_event], appended_at
                  from unnest(command_append_nos, command_ids, command_names, command_hashes, command_last_events)
                       as c (append_no, id, name, hash, last_event)
                 where refused_nos is null or c.append_no <> all (refused_nos);
            end if;

            -- In the order of their numbers: nobody's rows are seen before those of whoever wrote before.
            perform pg_advisory_xact_lock(commit_turn);
            perform pg_advisory_unlock(write_turn);
            exit;
        exception
            when unique_violation then
                if attempt = 2 then
                    perform pg_advisory_unlock(write_turn);
                    raise;
                end if;
            when others or query_canceled then
                perform pg_advisory_unlock(write_turn);
                raise;
        end;
    end loop;

    commit;
end
$$;

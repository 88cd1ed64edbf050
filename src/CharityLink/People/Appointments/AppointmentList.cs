using System.Collections.Concurrent;
using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.People;

/// <summary>Who holds which role where: asked for at every request of somebody signed in, and shown to those who appoint.</summary>
public sealed class AppointmentList(NpgsqlDataSource database, TimeProvider clock) : IReadModel
{
    /// <summary>A role given or taken works on every node after this long at most.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    private const int RememberedMax = 10_000;
    private readonly ConcurrentDictionary<Guid, (long At, ImmutableArray<Appointment> Held)> memory = new();

    /// <inheritdoc/>
    public string Name => "appointments";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["appointments"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(AppointmentList), "Appointments.appointments.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is StaffAppointed or AppointmentEnded;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var begun = batch.Where(r => r.Data is StaffAppointed).Select(r => (Fact: (StaffAppointed)r.Data, r.At)).ToList();
        var ended = batch.Where(r => r.Data is AppointmentEnded).ToDictionary(r => ((AppointmentEnded)r.Data).AppointmentId, r => r.At);
        if (begun.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(Begin, new
            {
                ids = begun.ConvertAll(b => b.Fact.AppointmentId), accounts = begun.ConvertAll(b => b.Fact.AccountId),
                roles = begun.ConvertAll(b => b.Fact.Role.ToString()), organisations = begun.ConvertAll(b => b.Fact.OrganisationId),
                divisions = begun.ConvertAll(b => b.Fact.Division.Value), at = begun.ConvertAll(b => b.At),
            }, cancellationToken: ct));
        }

        if (ended.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(End, new { ids = ended.Keys.ToList(), at = ended.Values.ToList() }, cancellationToken: ct));
        }

        memory.Clear();
    }

    /// <summary>The roles an account holds now; remembered for two seconds.</summary>
    public async Task<ImmutableArray<Appointment>> Held(Guid accountId, CancellationToken ct)
    {
        if (memory.TryGetValue(accountId, out var known) && clock.GetElapsedTime(known.At) < Remembered)
        {
            return known.Held;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(OfAccount, new { accountId }, cancellationToken: ct));
        ImmutableArray<Appointment> held = [.. rows.Select(row => new Appointment(Enum.Parse<Role>(row.Role), row.OrganisationId, DivisionCode.Parse(row.Division)))];
        if (memory.Count >= RememberedMax)
        {
            memory.Clear();
        }

        memory[accountId] = (clock.GetTimestamp(), held);
        return held;
    }

    /// <summary>One appointment, ended or not; null when there is none.</summary>
    public async Task<HeldAppointment?> Find(Guid appointmentId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(ById, new { appointmentId }, cancellationToken: ct)))?.Held;
    }

    /// <summary>Every role held now in what a caller may read, highest places first.</summary>
    public async Task<IReadOnlyList<HeldAppointment>> In(Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(InScope, new { within = ReadScope.Patterns(caller) }, cancellationToken: ct));
        return [.. rows.Select(row => row.Held)];
    }

    /// <summary>Who holds one of some roles at one of some organisations itself now.</summary>
    public async Task<IReadOnlyList<HeldAppointment>> At(IEnumerable<Guid> organisations, IEnumerable<Role> roles, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            OfOrganisations, new { organisations = organisations.Distinct().ToArray(), roles = roles.Select(role => role.ToString()).ToArray() }, cancellationToken: ct));
        return [.. rows.Select(row => row.Held)];
    }

    private const string Columns = "select id, account_id accountId, role, organisation_id organisationId, division, appointed_at appointedAt from appointments";

    private const string OfAccount = Columns + " where account_id = @accountId and ended_at is null";

    private const string OfOrganisations = Columns + " where ended_at is null and organisation_id = any(@organisations) and role = any(@roles) order by id";

    private const string ById = Columns + " where id = @appointmentId";

    private const string InScope = Columns + " where ended_at is null and division like any (@within) order by length(division), division, role, id limit 500";

    private const string Begin =
        """
        insert into appointments (id, account_id, role, organisation_id, division, appointed_at)
        select * from unnest(@ids, @accounts, @roles, @organisations, @divisions, @at)
        """;

    private const string End = "update appointments a set ended_at = e.at from unnest(@ids, @at) as e (id, at) where a.id = e.id";

    private sealed record Row(Guid Id, Guid AccountId, string Role, Guid OrganisationId, string Division, DateTime AppointedAt)
    {
        public HeldAppointment Held => new(
            Id, AccountId, Enum.Parse<Role>(Role), OrganisationId, DivisionCode.Parse(Division), new DateTimeOffset(AppointedAt, TimeSpan.Zero));
    }
}

/// <summary>A role held, for the list of staff.</summary>
public sealed record HeldAppointment(Guid Id, Guid AccountId, Role Role, Guid OrganisationId, DivisionCode Division, DateTimeOffset AppointedAt);

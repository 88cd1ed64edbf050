using CharityLink.Kernel;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Held money of one cause for one reason, on which somebody has to decide: many givers may have been on their way when it was closed.</summary>
/// <param name="Currency">In which it came.</param>
/// <param name="GiftCurrency">In which the gifts were begun.</param>
/// <param name="Payments">How many payments wait.</param>
/// <param name="Minor">What they come to.</param>
/// <param name="Since">When the first of them came.</param>
/// <param name="Until">When the last of them came: who decides on all decides on those that were seen.</param>
public sealed record HeldCause(
    Guid HolderId, Guid OrganisationId, string Division, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, string Reason, string Currency, string GiftCurrency, int Payments, long Minor, DateTime Since, DateTime Until)
{
    /// <summary>Names it in a form: the same as long as any of it waits.</summary>
    public Guid Key => StableId.Beside(HolderId, $"held {OrganisationId} {Division} {ProgramId} {SiteId} {ProjectId} {Reason} {Currency} {GiftCurrency}");

    /// <summary>What waits in all.</summary>
    public Money Amount => new(Minor, new Currency(Currency));

    /// <summary>What the gifts are for.</summary>
    public CauseChoice Choice => new(ProgramId, SiteId, ProjectId, null);

    /// <summary>Why none of it can be counted as a gift now; null where that is seen payment by payment. What was paid twice is of gifts that are paid.</summary>
    /// <param name="project">Of these gifts; null where they have none.</param>
    /// <param name="suspended">Why its receiver takes nothing now; null when it does.</param>
    public Refusal? WhyNotCounted(CauseProject? project, Refusal? suspended) =>
        HeldRules.WhyNotCounted(Reason == "paid_twice", new Currency(GiftCurrency), new Currency(Currency), project, suspended);
}

/// <summary>Held money by its causes, from the list of refunds.</summary>
public sealed class HeldList(NpgsqlDataSource database)
{
    private const string CausesSql =
        """
        select d.holder_id holderId, d.organisation_id organisationId, d.division, d.program_id programId, d.site_id siteId, d.project_id projectId, h.reason, h.currency, d.currency giftCurrency,
               count(*)::int payments, sum(h.amount_minor)::bigint minor, min(h.at) since, max(h.at) until
          from held_payment h join donation d on d.id = h.donation_id
         where h.state = 'waiting' and (d.holder_id = any(@holders) or d.division like any(@divisions))
         group by d.holder_id, d.organisation_id, d.division, d.program_id, d.site_id, d.project_id, h.reason, h.currency, d.currency
         order by d.holder_id = any(@holders) desc, since limit @max
        """;

    private const string WaitingSql =
        """
        select h.donation_id donationId, h.payment_id paymentId, h.amount_minor minor, h.at, (count(*) over ())::int waiting, (sum(h.amount_minor) over ())::bigint waitingMinor
          from held_payment h join donation d on d.id = h.donation_id
         where h.state = 'waiting' and h.at <= @Until and h.reason = @Reason and h.currency = @Currency and d.currency = @GiftCurrency and d.holder_id = @HolderId and d.organisation_id = @OrganisationId and d.division = @Division
           and (@AfterAt::timestamptz is null or (h.at, h.payment_id) > (@AfterAt, @AfterId))
           and d.program_id is not distinct from @ProgramId::uuid and d.site_id is not distinct from @SiteId::uuid and d.project_id is not distinct from @ProjectId::uuid
         order by h.at, h.payment_id limit @max
        """;

    /// <summary>At most so many causes whose money is held for these organisations or in these areas: those of the organisations first, then the longest waiting.</summary>
    public async Task<IReadOnlyList<HeldCause>> Causes(IReadOnlyCollection<Guid> holders, IEnumerable<DivisionCode> areas, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<HeldCause>(new CommandDefinition(
            CausesSql, new { holders = holders.ToArray(), divisions = areas.Select(area => area.Prefix + "%").ToArray(), max }, cancellationToken: ct))).AsList();
    }

    /// <summary>At most so many payments of a cause that wait and had come by then, the oldest first.</summary>
    /// <param name="after">The last one that was tried before, which may wait still; null to begin with the oldest.</param>
    public async Task<IReadOnlyList<HeldPayment>> Waiting(HeldCause cause, DateTimeOffset until, HeldMark? after, int max, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cause);
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<HeldPayment>(new CommandDefinition(WaitingSql, new
        {
            Until = until.ToUniversalTime(), AfterAt = after?.At.ToUniversalTime(), AfterId = after?.PaymentId, cause.Reason, cause.Currency, cause.GiftCurrency, cause.HolderId, cause.OrganisationId, cause.Division, cause.ProgramId, cause.SiteId, cause.ProjectId, max,
        }, cancellationToken: ct))).AsList();
    }
}

/// <summary>One payment that waits, by what a decision names.</summary>
/// <param name="Waiting">How many there are of its cause from where it was begun, with those that were not taken.</param>
/// <param name="WaitingMinor">What they come to.</param>
public sealed record HeldPayment(Guid DonationId, string PaymentId, long Minor, DateTime At, int Waiting, long WaitingMinor);

/// <summary>How far one has come among the payments of a cause.</summary>
public sealed record HeldMark(DateTimeOffset At, string PaymentId);

using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Leaves words with a gift: sent from the giver's own page, which has put them into the vault.</summary>
/// <param name="TextId">Where they are: <see cref="GiftWords.TextOf"/>.</param>
/// <param name="Dedication"><c>honour</c>, <c>memory</c> or null.</param>
[Allow(Public = true)]
public sealed record LeaveWords(Guid CommandId, Guid DonationId, PersonId TextId, string? Dedication, string Language, DateTimeOffset At) : ICommand, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Dedication is null or GiftWords.Honour or GiftWords.Memory ? [] : [new Refusal("dedication_unknown", "dedication")];
}

/// <summary>Takes them back: sent from the giver's own page, which then has the vault forget them.</summary>
[Allow(Public = true)]
public sealed record TakeWordsBack(Guid CommandId, Guid DonationId) : ICommand;

/// <summary>Lets everybody read a giver's words.</summary>
/// <param name="TextId">Those that were read.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ApproveWords(Guid CommandId, Guid DonationId, PersonId TextId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);
}

/// <summary>Does not show a giver's words: an insult, an advertisement, a private matter of somebody else.</summary>
/// <param name="TextId">Those that were read.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RefuseWords(Guid CommandId, Guid DonationId, PersonId TextId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

internal sealed class WordsHandler(Aggregates aggregates, CommandContext context)
    : IRequestHandler<LeaveWords, Outcome>, IRequestHandler<TakeWordsBack, Outcome>, IRequestHandler<ApproveWords, Outcome>, IRequestHandler<RefuseWords, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public async Task<Outcome> Handle(LeaveWords ask, CancellationToken ct)
    {
        // Paid stays paid, so what was read of the gift cannot become wrong meanwhile.
        var (donation, _, _) = await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct);
        return await Change(ask.DonationId, words => GiftWords.Decide(words, ask, donation), ct);
    }

    public Task<Outcome> Handle(TakeWordsBack ask, CancellationToken ct) => Change(ask.DonationId, words => GiftWords.Decide(words, ask), ct);

    public Task<Outcome> Handle(ApproveWords ask, CancellationToken ct) => Change(ask.DonationId, words => GiftWords.Decide(words, ask, By), ct);

    public Task<Outcome> Handle(RefuseWords ask, CancellationToken ct) => Change(ask.DonationId, words => GiftWords.Decide(words, ask, By), ct);

    private Task<Outcome> Change(Guid gift, Func<GiftWords?, Decision<IWordsEvent>> decide, CancellationToken ct) =>
        aggregates.Change<GiftWords, IWordsEvent>(GiftWords.StreamOf(gift), decide, ct);
}

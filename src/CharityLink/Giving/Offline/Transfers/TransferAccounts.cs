using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The account details of one organisation that givers are told: each typed by two people.</summary>
/// <param name="Entries">All that were ever typed in.</param>
/// <param name="InUse">The ids of those givers are told, the newest last.</param>
public sealed partial record TransferAccounts(Guid OrganisationId, ImmutableList<TransferAccountEntered> Entries, ImmutableList<Guid> InUse, ImmutableHashSet<Guid> Gone)
    : IState<TransferAccounts, ITransferAccountEvent>
{
    /// <summary>The longest number of an account there is room for.</summary>
    public const int NumberMax = 32;

    /// <summary>The stream of an organisation's account details.</summary>
    public static Guid StreamOf(Guid organisation) => StableId.Beside(organisation, "transfer-accounts");

    /// <summary>Digits only: people type numbers in groups.</summary>
    public static string Digits(string? number) => string.Concat((number ?? "").Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-'));

    /// <summary>What a giver is told: the wanted account where its details are in use, else the newest that are; null: none.</summary>
    public TransferAccountEntered? For(Guid? account) =>
        InUse.Select(id => Entries.Find(one => one.EntryId == id)).LastOrDefault(one => one?.AccountId == account) ?? (InUse.IsEmpty ? null : Entries.Find(one => one.EntryId == InUse[^1]));

    /// <summary>Only details of an account that two people saw to be the organisation's own, as far as its last digits tell (CN-PLAN-08).</summary>
    /// <param name="lastFour">Of that account; null: it is none of the organisation's.</param>
    public static Decision<ITransferAccountEvent> Decide(TransferAccounts? state, EnterTransferAccount ask, string? lastFour, string? bank, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var number = Digits(ask.Number);
        var entered = new TransferAccountEntered(ask.OrganisationId, ask.EntryId, ask.AccountId, ask.Payee.Trim(), bank ?? "", number, by);
        return state?.Entries.Find(one => one.EntryId == ask.EntryId) switch
        {
            { } before => before == entered ? [] : new Refusal("account_id_reused"),
            null when lastFour is null => new Refusal("account_unknown", "account"),
            null when !number.EndsWith(lastFour, StringComparison.Ordinal) => new Refusal("account_number_differs", "number", lastFour),
            null => [entered],
        };
    }

    /// <summary>Typed again by somebody else: a wrong digit would send gifts to a stranger.</summary>
    public static Decision<ITransferAccountEvent> Decide(TransferAccounts? state, ConfirmTransferAccount ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return state?.Entries.Find(one => one.EntryId == ask.EntryId) switch
        {
            null => new Refusal("account_unknown"),
            _ when state.Gone.Contains(ask.EntryId) => new Refusal("account_unknown"),
            _ when state.InUse.Contains(ask.EntryId) => [],
            var entry when by is not null && by == entry.By => new Refusal("confirmer_entered_it"),
            var entry when entry.Number != Digits(ask.NumberAgain) => new Refusal("account_typed_differently", "number_again"),
            _ => [new TransferAccountConfirmed(ask.OrganisationId, ask.EntryId, by)],
        };
    }

    /// <summary>Withdrawing twice withdraws once. Gifts that wait for a transfer there go on waiting.</summary>
    public static Decision<ITransferAccountEvent> Decide(TransferAccounts? state, WithdrawTransferAccount ask, Guid? by)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return state?.Entries.Exists(one => one.EntryId == ask.EntryId) != true ? new Refusal("account_unknown")
            : state.Gone.Contains(ask.EntryId) ? [] : [new TransferAccountWithdrawn(ask.OrganisationId, ask.EntryId, by)];
    }

    /// <inheritdoc/>
    public static TransferAccounts Evolve(TransferAccounts? state, ITransferAccountEvent fact) => (state, fact) switch
    {
        (null, TransferAccountEntered e) => new(e.OrganisationId, [e], [], []),
        ({ } s, TransferAccountEntered e) => s with { Entries = s.Entries.Add(e) },
        ({ } s, TransferAccountConfirmed e) => s with { InUse = s.InUse.RemoveAll(id => s.AccountOf(id) == s.AccountOf(e.EntryId)).Add(e.EntryId) },
        ({ } s, TransferAccountWithdrawn e) => s with { InUse = s.InUse.Remove(e.EntryId), Gone = s.Gone.Add(e.EntryId) },
        _ => throw new CorruptStreamException(state, fact),
    };

    private Guid? AccountOf(Guid entry) => Entries.Find(one => one.EntryId == entry)?.AccountId;
}

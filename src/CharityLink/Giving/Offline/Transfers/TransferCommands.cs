using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Records what arrived on a charity's account: one transfer that was typed in, or all of a bank statement. All of them or none.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordTransfers(Guid CommandId, Guid HolderId, IReadOnlyList<ArrivedTransfer> Rows, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <summary>The most rows of one statement.</summary>
    public const int RowsMax = 500;

    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        Rows.Count == 0 ? [new Refusal("csv_empty")]
        : Rows.Count > RowsMax ? [new Refusal("csv_too_many_rows", null, RowsMax.ToString(CultureInfo.InvariantCulture))]
        : Rows.SelectMany(row => Wrong(row).Select(why => AtLine(row.Line, why)));

    /// <summary>A refusal with the line it is about before its field, <c>12:amount</c>; the field alone for what was typed in.</summary>
    public static Refusal AtLine(int line, Refusal why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return line == 0 ? why : why with { Field = string.Create(CultureInfo.InvariantCulture, $"{line}:{why.Field}") };
    }

    private IEnumerable<Refusal> Wrong(ArrivedTransfer row)
    {
        var id = Arrival.Tidy(row.TransactionId);
        if (PlainText.Check(id, "transaction", Arrival.TransactionMax) is { } wrong)
        {
            yield return wrong;
        }

        if (row.ArrivedOn > Pledge.DayOf(At))
        {
            yield return new Refusal("day_ahead", "arrived_on");
        }

        // What a giver mistyped cannot be mended by whoever reads the statement; what an officer types can.
        if (row is { Line: 0, Reference: { } reference } && !TransferReference.Fits(reference))
        {
            yield return new Refusal("reference_wrong_check", "reference");
        }
    }
}

/// <summary>Says which gift an open transfer is: one that waits (by its reference), or a new one to a cause of the charity, perhaps to keep a promise.</summary>
/// <param name="Reference">Of the waiting gift; else <paramref name="Choice"/> or <paramref name="Promise"/> says what it is for.</param>
/// <param name="WithName">The payer is the giver; else it is who made the promise, or the gift has no name.</param>
/// <param name="Promise">The number of the promise it keeps, as it was typed; null for none.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AssignTransfer(Guid CommandId, Guid HolderId, Guid TransferId, string? Reference, CauseChoice? Choice, bool WithName, DateTimeOffset At, string? Promise = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => (Reference, Choice, Promise) switch
    {
        (not null, null, not null) => [new Refusal("promise_with_reference", "promise")],
        (null, null, null) or (not null, not null, _) => [new Refusal("transfer_choice_missing", "cause")],
        _ => [],
    };
}

/// <summary>An open transfer is no gift and is to go back, with the reason.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record MarkTransferForReturn(Guid CommandId, Guid HolderId, Guid TransferId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>A transfer that was to go back has gone.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RecordTransferReturn(Guid CommandId, Guid HolderId, Guid TransferId, DateOnly ReturnedOn, string TransactionId, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(HolderId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Arrival.Tidy(TransactionId), "transaction", Arrival.TransactionMax) }.OfType<Refusal>();
}

namespace CharityLink.Web.Giving;

/// <summary>All that an annual statement's template may show.</summary>
public sealed record StatementModel
{
    /// <summary>The year as people name it.</summary>
    public required string Year { get; init; }

    /// <summary>Its first day.</summary>
    public required string From { get; init; }

    /// <summary>Its last day.</summary>
    public required string Until { get; init; }

    /// <summary>The day the statement was made.</summary>
    public required string MadeOn { get; init; }

    /// <summary>The giver's name; the word for an anonymous one where the giver has been forgotten.</summary>
    public required string Giver { get; init; }

    /// <summary>The giver's code for the tax office, or null.</summary>
    public required string? GiverCode { get; init; }

    /// <summary>The organisation that received the gifts.</summary>
    public required string Payee { get; init; }

    /// <summary>Its unified social credit code, or null.</summary>
    public required string? PayeeCode { get; init; }

    /// <summary>Receipts that hold.</summary>
    public required IReadOnlyList<StatementRow> Rows { get; init; }

    /// <summary>What was given to each cause.</summary>
    public required IReadOnlyList<StatementSum> Causes { get; init; }

    /// <summary>What was given in all, one line per currency, and goods apart from money.</summary>
    public required IReadOnlyList<StatementSum> Totals { get; init; }

    /// <summary>Receipts that hold no longer, and why: they do not count.</summary>
    public required IReadOnlyList<StatementRow> Voided { get; init; }

    /// <summary>There is one that counts.</summary>
    public bool HasRows => Rows.Count > 0;

    /// <summary>There is one that does not.</summary>
    public bool HasVoided => Voided.Count > 0;

    /// <summary>Goods are among the gifts.</summary>
    public required bool HasGoods { get; init; }

    /// <summary>The organisation stands under mainland China's law.</summary>
    public required bool IsCn { get; init; }

    /// <summary>The organisation stands under the law of the United Kingdom.</summary>
    public required bool IsGb { get; init; }

    /// <summary>The organisation stands under the law of the United States.</summary>
    public required bool IsUs { get; init; }

    /// <summary>The organisation stands under the law of a member state of the European Union.</summary>
    public required bool IsEu { get; init; }
}

/// <summary>One receipt of a statement.</summary>
/// <param name="Why">Why it holds no longer; empty while it does.</param>
public sealed record StatementRow(string Serial, string PaidOn, string Cause, string Figures, string Why, bool IsInKind);

/// <summary>A sum of a statement.</summary>
/// <param name="Capitals">In Chinese capitals; null for another currency than the yuan.</param>
/// <param name="IsInKind">Of goods at their fair value; of money otherwise.</param>
public sealed record StatementSum(string Name, string Count, string Figures, string? Capitals, bool IsInKind);

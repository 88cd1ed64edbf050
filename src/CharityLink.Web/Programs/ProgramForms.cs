using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Web.Site;

namespace CharityLink.Web.Programs;

/// <summary>What is typed to start a program.</summary>
public sealed record ProgramForm(
    Guid Command, Guid Id, Guid Fund, string Owner, string Kind, string NameZh, string NameEn, string SummaryZh, string SummaryEn, string Division)
{
    /// <summary>An empty form.</summary>
    public static ProgramForm New() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "", "", "", "", "", "", "");

    /// <summary>As posted.</summary>
    public static ProgramForm From(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), Posted.Id(form, "fund"), form["owner"].ToString(), form["kind"].ToString(), form["name_zh"].ToString(),
        form["name_en"].ToString(), form["summary_zh"].ToString(), form["summary_en"].ToString(), form["division"].ToString());

    /// <summary>The wish; without a division of its own the program works where its owner does.</summary>
    public StartProgram Start(OrganisationRow? owner) => new(
        Command, Id, Posted.Reference(Owner) ?? Guid.Empty, Kind, NameZh, NameEn, SummaryZh, SummaryEn,
        Division.Length == 0 ? owner?.Code ?? default : DivisionCode.TryParse(Division, out var code) ? code : default, Fund);
}

/// <summary>What is typed about a program's unit.</summary>
public sealed record UnitForm(Guid Command, string UnitZh, string UnitEn, string UnitsEn, string Cost, string FromGivers)
{
    /// <summary>Filled with what holds now, else with what programs of the kind usually deliver.</summary>
    public static UnitForm Of(ProgramRow program)
    {
        var kind = ProgramKinds.Find(program.Kind);
        return new(
            Guid.CreateVersion7(), program.UnitZh ?? kind?.UnitZh ?? "", program.UnitEn ?? kind?.UnitEn ?? "", program.UnitsEn ?? kind?.UnitsEn ?? "",
            Plain(program.Cost), Plain(program.FromGivers));
    }

    /// <summary>As posted.</summary>
    public static UnitForm From(IFormCollection form) => new(
        Posted.Id(form, "command"), form["unit_zh"].ToString(), form["unit_en"].ToString(), form["units_en"].ToString(), Posted.Text(form, "cost") ?? "", Posted.Text(form, "from_givers") ?? "");

    /// <summary>The wish, or why an amount is none.</summary>
    public (SetUnit? Command, IReadOnlyList<Refusal> Refusals) Read(Guid program)
    {
        var (cost, part) = (Amount(Cost, "cost"), Amount(FromGivers, "from_givers"));
        return cost.Amount is { } whole && part.Amount is { } givers
            ? (new SetUnit(Command, program, UnitZh, UnitEn, UnitsEn, whole, givers), [])
            : (null, [.. new[] { cost.Wrong, part.Wrong }.OfType<Refusal>()]);
    }

    private static (Money? Amount, Refusal? Wrong) Amount(string text, string field) =>
        GiftAmount.TryParse(text, out var amount, out var wrong) ? (amount, null) : (null, wrong is null ? null : wrong with { Field = field });

    private static string Plain(Money? money) => money?.Amount.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What is typed to open a site.</summary>
public sealed record SiteForm(Guid Command, Guid Id, string NameZh, string NameEn, string Division, string Operator)
{
    /// <summary>An empty form for a place.</summary>
    public static SiteForm At(Division division) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), "", "", division.Code.Value, "");

    /// <summary>As posted.</summary>
    public static SiteForm From(IFormCollection form) => new(
        Posted.Id(form, "command"), Posted.Id(form, "id"), form["name_zh"].ToString(), form["name_en"].ToString(), form["division"].ToString(), form["operator"].ToString());

    /// <summary>The wish.</summary>
    public OpenSite Open(Guid program) => new(
        Command, program, Id, NameZh, NameEn, DivisionCode.TryParse(Division, out var code) ? code : default, Posted.Reference(Operator) ?? Guid.Empty);
}

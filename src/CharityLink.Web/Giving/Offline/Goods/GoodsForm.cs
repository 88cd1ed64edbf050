using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Evidence;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Offline.Goods;

/// <summary>The form of goods as it was typed, with its lines and proofs.</summary>
/// <param name="People">A name for the vault, with what to say should its id be taken.</param>
/// <param name="Proofs">The files it brought, now or before.</param>
public sealed record GoodsForm(Typed Typed, EnterGoods Command, IReadOnlyList<(PersonId Id, string Name, Refusal Taken)> People, IReadOnlyList<Refusal> Wrong, EvidenceIntake Proofs)
{
    /// <summary>Lines a form shows, and more each time they are asked for.</summary>
    public const int LinesShown = 3;

    /// <summary>The field of the proofs.</summary>
    public const string ProofField = "proofs";

    private static readonly string[] Fields = ["name", "name_en", "quantity", "unit", "value", "expires_on"];

    /// <summary>Nothing is to be entered yet: there is more than there was room for.</summary>
    public bool WantsMore => Typed.Text("choice") == BatchForm.More;

    /// <summary>How many lines there is room for.</summary>
    public int Lines => int.TryParse(Typed.Text("lines"), NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
        ? Math.Clamp(lines + (WantsMore ? LinesShown : 0), LinesShown, CharityLink.Giving.Goods.LinesMax) : LinesShown;

    /// <summary>An empty form; of goods that came back, filled in as they were.</summary>
    /// <param name="giver">Who gave them; null without a name.</param>
    public static GoodsForm New(CharityLink.Giving.Goods? again, string? giver)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (again is { State: GoodsState.SentBack, Entered: var entered })
        {
            (values["goods"], values["collector"], values["received_on"]) = (entered.GoodsId.ToString(), entered.CollectorId.ToString(), $"{entered.ReceivedOn:yyyy-MM-dd}");
            (values["cause"], values["donor"], values["anonymous"]) = (OfflineDesk.ValueOf(CauseChoice.Of(entered.Cause)), giver ?? "", giver is not null && entered.IsAnonymous ? "yes" : "");
            values["lines"] = entered.Lines.Count.ToString(CultureInfo.InvariantCulture);
            foreach (var (i, line) in entered.Lines.Index())
            {
                (values[$"{i + 1}:name"], values[$"{i + 1}:name_en"], values[$"{i + 1}:unit"]) = (line.NameZh, line.NameEn, line.Unit);
                values[$"{i + 1}:quantity"] = line.Quantity.ToString("0.###", CultureInfo.InvariantCulture);
                values[$"{i + 1}:value"] = line.FairValue?.Amount.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
                values[$"{i + 1}:expires_on"] = line.ExpiresOn is { } last ? $"{last:yyyy-MM-dd}" : "";
            }
        }

        var typed = new Typed("", values);
        return new(typed, Nothing(typed), [], [], EvidenceIntake.Of(ProofField, again?.Entered.Proofs ?? []));
    }

    /// <summary>What was posted.</summary>
    public static GoodsForm Read(HttpContext http, EvidenceIntake proofs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(proofs);
        var typed = Typed.From(http.Request.Form, "enter");
        var (command, wrong, name) = (typed.Id("command"), new List<Refusal>(proofs.Refusals), typed.Text("donor").Trim());
        var giver = name.Length > 0 ? Batch.GiverOf(command, 0) : (PersonId?)null;
        var choice = OfflineDesk.Choice(typed.Text("cause"));
        if (choice is null)
        {
            wrong.Add(new Refusal("batch_cause_unknown", "cause"));
        }

        var ask = new EnterGoods(
            command, typed.Id("goods"), typed.Reference("collector") ?? Guid.Empty, choice ?? new(null, null, null, null), giver, typed.Ticked("anonymous"), typed.NeededDay("received_on"),
            [.. Enumerable.Range(1, CharityLink.Giving.Goods.LinesMax).Where(number => Fields.Any(field => typed.Text($"{number}:{field}").Trim().Length > 0)).Select(number => Line(typed, number))],
            proofs.Files, typed.Ticked("fit"), now);
        return new(typed, ask, giver is { } id ? [(id, name, new Refusal("goods_id_reused", "donor"))] : [], [.. wrong, .. typed.WrongWith(ask)], proofs);
    }

    private static GoodsTyped Line(Typed typed, int number) => new(
        number, typed.Text($"{number}:name").Trim(), typed.Text($"{number}:name_en").Trim(), Quantity(typed.Text($"{number}:quantity")), typed.Text($"{number}:unit").Trim(),
        typed.Amount($"{number}:value"), typed.Day($"{number}:expires_on"));

    // Nothing, or nonsense, is no quantity, nor is 1,5, which might be fifteen: the wish itself says so at the field.
    private static decimal Quantity(string text) =>
        decimal.TryParse(text.Trim().Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity)
            ? Math.Round(quantity, 3) : 0;

    private static EnterGoods Nothing(Typed typed) => new(Guid.Empty, typed.Id("goods"), Guid.Empty, new(null, null, null, null), null, true, default, [], [], false, default);
}

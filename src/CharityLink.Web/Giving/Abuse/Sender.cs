using System.Net;
using System.Net.Sockets;
using CharityLink.Web.Giving.Basket;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Who sends a form, as far as can be counted. Held in memory for minutes and written nowhere.</summary>
/// <param name="Form">The id the form carries: one gift, one promise.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Cause">The program or project it is for.</param>
/// <param name="Mailbox">As typed; empty without one.</param>
/// <param name="IsTrapped">A field was filled in that people do not see.</param>
internal sealed record Sender(string Form, string Address, string Cause, string Mailbox, bool IsTrapped)
{
    /// <summary>The field people do not see.</summary>
    public const string Trap = "website";

    private const int MailboxMax = 254;
    private static readonly string[] Ids = ["gift", "pledge", "regular"];

    /// <summary>What a ticket is bound to: every id the form carries, so that none of them can be changed under it.</summary>
    public string Bound { get; init; } = Form;

    /// <summary>Further causes of a form that gives to several.</summary>
    public IReadOnlyList<string> OtherCauses { get; init; } = [];

    /// <summary>The gifts that such a form begins, whose ids follow from its own.</summary>
    public IReadOnlyList<string> OtherGifts { get; init; } = [];

    public static Sender Of(HttpContext http)
    {
        var form = http.Request.Form;
        var mailbox = (form["email"].ToString() is { Length: > 0 } email ? email : form["pledge_email"].ToString()).Trim();
        var (lines, basket) = BasketInput.Read(form);
        return new(
            Ids.Select(name => Id(form[name])).FirstOrDefault(id => id.Length > 0) ?? "", AddressOf(http.Connection.RemoteIpAddress),
            Id(form["project"]) is { Length: > 0 } project ? project : Id(form["program"]), mailbox[..Math.Min(mailbox.Length, MailboxMax)].ToUpperInvariant(), form[Trap].ToString().Length > 0)
        {
            Bound = string.Join('|', Ids.Select(name => Id(form[name]))),
            OtherCauses = [.. lines.Select(line => $"{line.Choice.ProjectId ?? line.Choice.ProgramId}").Distinct(StringComparer.Ordinal)],
            OtherGifts = [.. lines.Select(line => $"{BasketDesk.GiftOf(basket.Form, line)}")],
        };
    }

    // Whatever is no id is not kept: a sender chooses what stands in a form, and how long it is.
    private static string Id(string? typed) => Guid.TryParse(typed, out var id) ? id.ToString() : "";

    /// <summary>One household or server has a whole /64 of the newer addresses.</summary>
    internal static string AddressOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}

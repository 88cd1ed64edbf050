namespace CharityLink.Web.Hosting;

/// <summary>Marks a form that begins a gift: a gate of its own asks those for patience who send many, so one address may send more of them than of other forms.</summary>
internal sealed record GiftForm;

namespace CharityLink.People;

/// <summary>What the vault keeps of a person. Never in a fact, a log line or a read model.</summary>
/// <param name="TaxId">The code a receipt names the giver by where they ask for it: a unified social credit code or the number of an identity card.</param>
/// <param name="Language">The language of mails to this person: <c>zh-CN</c>, <c>en</c>; null for somebody who never chose one.</param>
/// <param name="Message">What they said with a gift; null for nothing.</param>
/// <param name="DedicatedTo">Whom a gift was given in honour or memory of; null for nobody.</param>
public sealed record PersonFields(
    string? Name = null, string? Email = null, string? Phone = null, string? TaxId = null, string? Language = null, string? Message = null, string? DedicatedTo = null)
{
    // A record prints its fields; this one must not, wherever it is put into a message.
    /// <inheritdoc/>
    public override string ToString() => nameof(PersonFields);
}

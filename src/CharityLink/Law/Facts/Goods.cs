namespace CharityLink.Law;

/// <summary>Goods about to be taken in, or seen by a second person.</summary>
/// <param name="Lines">Each kind of them: the field it was typed in, and the last day on which it may be used; null for goods without one.</param>
/// <param name="IsFit">Whoever took them in vouches that all of it is usable, safe and clean.</param>
public sealed record GoodsFacts(IReadOnlyList<(string Field, DateOnly? ExpiresOn)> Lines, bool IsFit, DateOnly Today);

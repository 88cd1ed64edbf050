namespace CharityLink.Store.Writer;

/// <summary>The n-th fact of its stream, with an id that tells it from every other.</summary>
public sealed record Written(int Number, Guid Id);

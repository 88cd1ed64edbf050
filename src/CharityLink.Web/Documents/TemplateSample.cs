namespace CharityLink.Web.Documents;

/// <summary>A kind of document with models to try it on: a template that asks for what they lack is found out when it is saved, not when a giver waits.</summary>
/// <param name="Name">As its files are called: <c>receipt.cn</c> for <c>receipt.cn.en.hbs</c>.</param>
/// <param name="Models">Between them they take every way through the template.</param>
public sealed record TemplateSample(string Name, IReadOnlyList<object> Models);

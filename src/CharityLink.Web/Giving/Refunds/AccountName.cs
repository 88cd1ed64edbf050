using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>An account of the books in words.</summary>
internal static class AccountName
{
    public static string Of(string account, Texts texts) => account.Split(':') switch
    {
        [var kind, var provider] => texts[$"account.{kind}", texts.Has($"account.at.{provider}") ? texts[$"account.at.{provider}"] : provider],
        _ => texts[$"account.{account}"],
    };
}

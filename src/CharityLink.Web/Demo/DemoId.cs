using System.Security.Cryptography;
using System.Text;

namespace CharityLink.Web.Demo;

/// <summary>Ids of the demonstration city: the same on every machine, so that loading it again changes nothing.</summary>
public static class DemoId
{
    /// <summary>The id behind a name such as <c>org:jmcf</c>.</summary>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes("demo:" + name)).AsSpan(0, 16));
}

using System.Globalization;
using SkiaSharp;

namespace CharityLink.Web.Demo;

/// <summary>A picture for a demonstration project: drawn, not photographed, so that nobody takes it for a real place.</summary>
internal static class DemoPicture
{
    private const int Width = 640;
    private const int Height = 360;

    /// <summary>What it says to who cannot see it: that it is invented, too.</summary>
    public static (string Zh, string En) Words(DemoProject project) =>
        ($"演示插图（虚构）：{project.Village.PlaceZh}的村屋与山", $"Drawn for the demonstration, invented: houses and hills of {project.Village.NameEn}");

    /// <summary>A village before hills, another for each project; a few thousand bytes.</summary>
    public static byte[] Draw(int number)
    {
        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        using var brush = new SKPaint { IsAntialias = true };
        var hue = number * 47 % 360;
        canvas.Clear(SKColor.FromHsl(hue, 45, 88));
        Circle(120 + number * 83 % 400, 90, 34, SKColor.FromHsl(42, 90, 70));
        Circle(150, 420, 260, SKColor.FromHsl(hue + 90, 28, 62));
        Circle(500, 440, 270, SKColor.FromHsl(hue + 100, 30, 54));
        for (var house = 0; house < 3 + number % 3; house++)
        {
            House(70 + house * 118, 250 + (house + number) % 3 * 14, 78 + (house * 31 + number * 17) % 24);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();

        void Circle(float x, float y, float radius, SKColor colour)
        {
            brush.Color = colour;
            canvas.DrawCircle(x, y, radius, brush);
        }

        void House(float x, float y, float side)
        {
            brush.Color = SKColor.FromHsl(hue + 20, 20, 96);
            canvas.DrawRect(x, y, side, side * 0.7f, brush);
            brush.Color = SKColor.FromHsl(8, 45, 48);
            using var roof = SKPath.ParseSvgPathData(string.Create(CultureInfo.InvariantCulture, $"M{x - 10} {y} L{x + side / 2} {y - side * 0.45f} L{x + side + 10} {y} Z"));
            canvas.DrawPath(roof, brush);
            brush.Color = SKColor.FromHsl(hue + 200, 25, 40);
            canvas.DrawRect(x + side * 0.4f, y + side * 0.32f, side * 0.2f, side * 0.38f, brush);
        }
    }
}
